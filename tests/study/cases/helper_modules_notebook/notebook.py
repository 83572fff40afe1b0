# %% [markdown]
# # Exploration
# The functions are in `idx_files.py` and `describe.py`.

# %%
import describe
from idx_files import load

(x_train, y_train), (x_test, y_test) = load()

# %%
for name, value in describe.describe(x_train).items():
    print(f"{name:8}", value)
print()
for name, value in describe.describe(x_test).items():
    print(f"{name:8}", value)

# %%
describe.sizes(y_train)

# %%
describe.show(x_train, y_train)
