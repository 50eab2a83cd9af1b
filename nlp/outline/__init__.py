"""The outline of a document's body: phần, chương, mục, điều, khoản, điểm; A., I., 1., 1.1., a), -, +, •.

`build_outline` makes a tree of points. Which level lies under which is learnt from the document: a level that is open
already goes on there, a new one opens below; only where both are possible does the usual order (Nghị định
30/2020/NĐ-CP, Phụ lục I, mục II.5) decide. Numbering that restarts, skips or was misread ("l." for "1.") is put right.
"""

from nlp.outline.labels import Level
from nlp.outline.tree import Point, build_outline

__all__ = ["Level", "Point", "build_outline"]
