"""A mirror of the tasks in an SQLite of one's own: python mirror.py https://vanthu.example.vn/api/v1 TOKEN tasks.db"""

import json
import sqlite3
import sys
from urllib.request import Request, urlopen

address, token, file = sys.argv[1:]
mirror = sqlite3.connect(file)
mirror.execute("CREATE TABLE IF NOT EXISTS tasks (id INTEGER PRIMARY KEY, content, lead, due, version)")
mirror.execute("CREATE TABLE IF NOT EXISTS place (after, taken)")
with mirror:
    mirror.execute("INSERT INTO place SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM place)")
more = True
while more:
    after, taken = mirror.execute("SELECT after, taken FROM place").fetchone()
    asked = Request(f"{address}/changes?topics=task&after={after}", headers={"Authorization": f"Bearer {token}"})
    with urlopen(asked, timeout=60) as answer:
        page = json.load(answer)
    with mirror:  # what a page says and where to go on after it, in one transaction: both, or neither
        for change in page["changes"]:
            number, task = change["data"]["id"], change["data"]["now"]
            if task is None or task["standing"] != "live":
                mirror.execute("DELETE FROM tasks WHERE id = ?", (number,))
            else:
                lead = "; ".join(unit["canonical"] or unit["name"] for unit in task["lead"])
                row = (number, task["content"], lead, (task["deadline"] or {}).get("end"), task["version"])
                mirror.execute("INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?)", row)
        mirror.execute("UPDATE place SET after = ?, taken = ?", (page["next"], taken + len(page["changes"])))
    more = page["more"]
