"""Data frames and Arrow tables of lists, built column by column while the pages come.

A page is read by columns: each step of a path is one pass over the page, so that twenty columns of metadata look up
``scientific_metadata`` once. What comes out goes into arrays of Arrow at once, and the page is forgotten: at no moment
is there a list of all records, and 100,000 rows of numbers take a tenth of what Python's own numbers would.

Types are those of all rows, not of the first ones: each page is an array of the type that it has, and one that does not
fit the others changes these. pandas and polars get their frames of the same Arrow table, so that they cannot differ.

Tried and rejected: a frame for each page, joined at the end (columns change their type between pages, and joining
doubles the memory); Arrow's own reader of JSON (it would read the answer a second time, and refuses columns of mixed
types); structs for nested objects (each record has other keys, and a column of structs has all of them).
"""

from .building import Building as Building
from .changes import SAME as SAME
from .changes import changed as changed
from .changes import reached as reached
from .paths import METADATA as METADATA
from .paths import STAR as STAR
from .paths import check as check
from .paths import steps as steps
from .quantities import Converter as Converter
from .shown import to_pandas as to_pandas
from .shown import to_polars as to_polars
