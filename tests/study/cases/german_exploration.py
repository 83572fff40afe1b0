# %% [markdown]
# # Klausurarbeit: Fashion-MNIST
# Zuerst die Daten ansehen. Die Dateien liegen schon auf dem Rechner.

# %%
import gzip
import os
import numpy as np
import matplotlib.pyplot as plt

ordner = os.path.expanduser("~/.keras/datasets/fashion-mnist")


def lies(datei, kopf):
    with gzip.open(os.path.join(ordner, datei), "rb") as strom:
        return np.frombuffer(strom.read(), dtype=np.uint8, offset=kopf)


bilder = lies("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
etiketten = lies("train-labels-idx1-ubyte.gz", 8)
testbilder = lies("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)

# %%
print("Trainingsbilder:", bilder.shape)
print("Testbilder:", testbilder.shape)
print("Datentyp:", bilder.dtype, "- Werte von", bilder.min(), "bis", bilder.max())

# %%
# Häufigkeit der Klassen
for klasse, anzahl in enumerate(np.bincount(etiketten)):
    print(f"Klasse {klasse}: {anzahl} Bilder")

# %%
# Mittelwert und Standardabweichung
mittel, abweichung = bilder.mean(), bilder.std()
print("Mittelwert", mittel)
print("Standardabweichung", abweichung)

# %%
plt.figure(figsize=(2, 2))
plt.imshow(bilder[3], cmap="gray")
plt.title(f"Klasse {etiketten[3]}")
plt.show()
