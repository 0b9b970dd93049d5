"""Builds a zip from a Lambda's folder: one toolchain a file, a content-addressed cache, reproducible zips. No Docker, no AWS."""
