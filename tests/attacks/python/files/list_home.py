"""Lists the folder of another run."""

import os

print("THROUGH", os.listdir(os.path.dirname(targets["other_run"])))
