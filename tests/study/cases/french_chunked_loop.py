# %% [markdown]
# # Étude de Fashion-MNIST
# La moyenne et l'écart-type sont calculés par morceaux, comme si les données ne tenaient pas en mémoire.

# %%
import gzip
import os
import numpy as np

dossier = os.path.expanduser("~/.keras/datasets/fashion-mnist")
taille = 5000 * 28 * 28

somme = 0.0
carres = 0.0
nombre = 0
maximum = 0
with gzip.open(os.path.join(dossier, "train-images-idx3-ubyte.gz")) as flux:
    flux.read(16)
    while True:
        morceau = np.frombuffer(flux.read(taille), dtype=np.uint8)
        if morceau.size == 0:
            break
        valeurs = morceau.astype(np.float64)
        somme += valeurs.sum()
        carres += (valeurs**2).sum()
        nombre += morceau.size
        maximum = max(maximum, int(morceau.max()))

moyenne = somme / nombre
ecart_type = (carres / nombre - moyenne**2) ** 0.5

# %%
print("nombre de pixels :", nombre)
print("type :", morceau.dtype, "maximum :", maximum)
print("moyenne :", round(moyenne, 2))
print("écart-type :", round(ecart_type, 2))

# %%
with gzip.open(os.path.join(dossier, "train-labels-idx1-ubyte.gz")) as flux:
    etiquettes = flux.read()[8:]
for classe in range(10):
    print("classe", classe, ":", etiquettes.count(classe), "images")
