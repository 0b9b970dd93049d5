"""From a Lambda's folder to a zip: one toolchain a file, a content-addressed cache, reproducible zips. No Docker, no AWS."""
