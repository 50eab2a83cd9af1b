"""Loaded once by the server that the workers are forked from, so that each of them starts in milliseconds."""

import extract
from batch.engines import stations
from nlp.explain import explain

LOADED = (extract, stations, explain("Sở Nội vụ báo cáo trước ngày 15/6/2024."))  # the vocabularies too
