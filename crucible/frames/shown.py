"""Tables of Arrow as frames of pandas and polars."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..extras import require
from .building import REPORT

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Return a frame of pandas; ``attrs["crucible"]`` is what is to be said about it.

    Integers and truth values stay what they are where cells are missing, in pandas' own types for that.
    """
    pandas, pyarrow = require("pandas"), require("pyarrow")
    nullable = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
    said = json.loads((table.schema.metadata or {}).get(REPORT.encode(), b"{}"))
    columns: dict[str, Any] = {}
    for name in table.column_names:
        column = table.column(name)
        table = table.drop_columns([name]) if len(table.column_names) > 1 else table  # its memory is free after this
        if pyarrow.types.is_large_list(column.type):
            columns[name] = pandas.Series(column.to_pylist(), dtype=object)
        else:
            nulls = column.type in nullable and (said.get("missing", {}).get(name) or column.null_count)
            cells = column.to_pandas(types_mapper=nullable.get if nulls else None)
            # Of one page it is a view of Arrow's memory, which cannot be written to.
            columns[name] = cells.copy() if column.num_chunks == 1 else cells
    frame: pd.DataFrame = pandas.DataFrame(columns, copy=False)
    frame.attrs[REPORT] = said
    return frame


def to_polars(table: pa.Table) -> pl.DataFrame:
    """Return a frame of polars."""
    frame: pl.DataFrame = require("polars", extra="polars").from_arrow(table)
    return frame
