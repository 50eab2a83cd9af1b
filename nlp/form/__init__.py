"""The official form of a document: letterhead, addressees, body, signature, recipients, annexes.

`read_form` is for what Nghị định 30/2020/NĐ-CP (and Thông tư 01/2011/TT-BNV before it) and the Party's rules prescribe;
a news item about dispatches has a headline and a date instead, and says so in `kind_of_text`.
"""

from nlp.form.parts import Annex, Form, read_form

__all__ = ["Annex", "Form", "read_form"]
