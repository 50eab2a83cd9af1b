"""Loaded once by the server that the workers are forked from, so that each of them starts in milliseconds."""

import extract
import nlp.understand
from batch import stations

LOADED = (extract, nlp.understand, stations)
