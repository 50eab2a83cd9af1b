"""edXML packages (QCVN 102:2016/BTTTT) as output; `extract.edxml` reads them."""
