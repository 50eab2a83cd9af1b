"""edXML packages (QCVN 102:2016/BTTTT) as output; `extract.parcels.edxml` reads them."""
