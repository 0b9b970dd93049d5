"""`tools.json`, the file that describes a folder of `lambda/tools`: read and checked in one place, against `tools.schema.json`.

docs/reference/tools-json.md describes the file.
"""
