import ZTPCore
print(1)
