"""Lets code run that was written for another place or time: for Keras 2, TensorFlow 1, Colab or Kaggle.

Nothing here changes what code does that runs without it. Whatever was put in the place of something else is told to
the host, once, and shown to the student.
"""
