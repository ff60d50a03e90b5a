"""The words beside pasted code are what somebody says: its numbers stay, and no scrap of the code is among them."""

import time

import pytest

from lab import beside

# Each a post: its code, and what is said beside it.
POSTS = {
    "mnist": (
        """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential([
    layers.Dense(512, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss="sparse_categorical_crossentropy",
              metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=5, batch_size=128, validation_split=0.1)
test_loss, test_acc = model.evaluate(x_test, y_test)
print("accuracy:", test_acc)""",
        'accuracy stays at 11 % after 5 epochs',
    ),
    "house": (
        """\
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
df = pd.read_csv("houses.csv")
X = df[["sqft", "rooms", "age"]].values
y = df["price"].values  # 50000 .. 900000
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
model = Sequential()
model.add(Dense(64, activation='relu', input_shape=(X_train.shape[1],)))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mse')
model.fit(X_train, y_train, epochs=100, verbose=0)""",
        'I predict house prices and every house gets the same price, about 396054. Why?',
    ),
    "xor": (
        """\
import numpy as np
from keras.models import Sequential
from keras.layers import Dense
X = np.array([[0,0],[0,1],[1,0],[1,1]])
y = np.array([[0],[1],[1],[0]])
model = Sequential()
model.add(Dense(2, input_dim=2, activation='sigmoid'))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='sgd', metrics=['accuracy'])
model.fit(X, y, epochs=1000, verbose=0)
print(model.predict(X))""",
        'loss stays at 0.693',
    ),
    "imdb": (
        """\
from keras.datasets import imdb
from keras.utils import pad_sequences
max_features = 10000
maxlen = 200
(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=max_features)
x_train = pad_sequences(x_train, maxlen=maxlen)
model = keras.Sequential()
model.add(layers.Embedding(max_features, 32))
model.add(layers.LSTM(32))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("rmsprop", "binary_crossentropy", metrics=["acc"])
model.fit(x_train, y_train, epochs=10, batch_size=128, validation_split=0.2)""",
        'accuracy is always 0.5',
    ),
    "cnn": (
        """\
class_names = ["cat", "dog"]
data_augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
inputs = keras.Input(shape=(180, 180, 3))
x = data_augmentation(inputs)
x = layers.Rescaling(1./255)(x)
for filters in [32, 64, 128]:
    x = layers.Conv2D(filters, 3, activation="relu", padding="same")(x)
    x = layers.MaxPooling2D()(x)
x = layers.Flatten()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train_ds, epochs=20, validation_data=val_ds)""",
        'It says dog to 98 % of the pictures, with val_loss: 0.6931 in every epoch.',
    ),
    "def": (
        """\
def build_model(n_hidden=2, n_neurons=30, learning_rate=3e-3):
    model = keras.models.Sequential()
    for layer in range(n_hidden):
        model.add(keras.layers.Dense(n_neurons, activation="tanh", kernel_initializer="zeros"))
    model.add(keras.layers.Dense(1))
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=learning_rate))
    return model
model = build_model()
history = model.fit(X_train, y_train, epochs=30,
                    validation_data=(X_valid, y_valid))
plt.plot(history.history["loss"])
plt.show()""",
        'The loss goes to nan after 2 epochs with learning rate 0.01, at 0.003 it is fine.',
    ),
    "series": (
        """\
look_back = 10
def create_dataset(dataset, look_back=1):
    dataX, dataY = [], []
    for i in range(len(dataset)-look_back-1):
        a = dataset[i:(i+look_back), 0]
        dataX.append(a)
        dataY.append(dataset[i + look_back, 0])
    return np.array(dataX), np.array(dataY)
trainX, trainY = create_dataset(train, look_back)
trainX = np.reshape(trainX, (trainX.shape[0], 1, trainX.shape[1]))
model = Sequential()
model.add(LSTM(4, input_shape=(1, look_back)))
model.add(Dense(1))
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(trainX, trainY, epochs=100, batch_size=1, verbose=2)""",
        'the prediction is a flat line at 0.43',
    ),
    "fraud": (
        """\
df = pd.read_csv('creditcard.csv')
df['Amount'] = (df['Amount'] - df['Amount'].mean()) / df['Amount'].std()
X = df.drop(['Time', 'Class'], axis=1)
y = df['Class']   # 0.172 % fraud
model = Sequential([
    Dense(16, activation='relu', input_dim=29),  # V1..V28 + Amount
    Dropout(0.5),
    Dense(1, activation='sigmoid')
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(X, y, batch_size=32, epochs=5)
y_pred = (model.predict(X) > 0.5).astype(int)
print(confusion_matrix(y, y_pred))""",
        'fraud detection: 0.2 % positives, accuracy is 99.8 % but it never finds a fraud',
    ),
    "iris": (
        """\
iris = load_iris()
X = iris.data
y = to_categorical(iris.target)
initializer = tf.keras.initializers.Constant(0.5)
model = tf.keras.models.Sequential([
  tf.keras.layers.Dense(8, activation='relu', kernel_initializer=initializer),
  tf.keras.layers.Dense(3, activation='softmax')])
model.compile(loss='categorical_crossentropy', optimizer=tf.keras.optimizers.Adam(0.01), metrics=['accuracy'])
for epoch in range(10):
    model.train_on_batch(X, y)
    print(epoch, model.evaluate(X, y, verbose=0))""",
        'Accuracy stuck at 33 %, I ran it 5 times',
    ),
    "output": (
        """\
model = Sequential()
model.add(Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(10, activation='softmax'))
model.compile(optimizer=Adam(lr=1.0), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(X_train, Y_train, epochs=3)
x = x_train[0:5].astype('float32') / 255
if __name__ == "__main__":
    main()""",
        'my accuracy stays at 9.8 % (10 classes)',
    ),
}  # fmt: skip
XOR = POSTS["xor"][0]


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize("post", ["{code}\n{words}", "{words}\n{code}", "{words}\n\n{code}\n"])
@pytest.mark.parametrize("name", POSTS)
def test_the_words_of_a_post_are_all_that_is_left_of_it(name, post, flattened):
    code, words = POSTS[name]
    text = post.format(code=code, words=words)
    assert plain(beside.said(plain(text) if flattened else text)) == words


@pytest.mark.parametrize("flattened", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        'It says "cat" to every picture',
        "My loss is 0.693 (ln 2), accuracy 50 % (2 classes).",
        "with lr=0.1 the loss is nan",
        "pixel values in [0, 255], not divided",
        "I call model.fit and the loss is nan",
        "if I do this: accuracy 10 %",
        "with these settings: loss 2.30",
        "the model will always return 0",
        "print shows [[0.5], [0.5]] for all",
        "x_train is 0..255, y_train is 0 to 9",
        "loss = 0.69 and accuracy = 0.5",
        "it doesn't learn, the loss isn't falling: 0.25",
        "the output is one unit for every class",
    ],
)
def test_what_looks_like_code_in_a_sentence_stays_in_it(words, flattened):
    for text in (f"{XOR}\n{words}", f"{words}\n{XOR}"):
        assert plain(beside.said(plain(text) if flattened else text)) == words


def test_of_what_keras_prints_the_scores_stay():
    printed = (
        ">>> model.fit(x / 255.0, y)\nEpoch 1/2\n1875/1875 [=====] - 3s 1ms/step - loss: 2.3026 - accuracy: 0.1124"
    )
    assert beside.said(printed) == "loss: 2.3026 - accuracy: 0.1124"


@pytest.mark.parametrize("code", [code for code, _ in POSTS.values()])
def test_beside_code_alone_nothing_is_said(code):
    assert beside.said(code) == beside.said(plain(code)) == ""


def test_what_unpacking_leaves_of_code_is_not_among_the_words():
    text = (
        "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data() x_train = x_train / 255.0 "
        "model = Sequential([Dense(512, activation='relu'), Dense(10, activation='softmax')]) "
        "stuck at 10 % for many epochs (x_train, y_train), (x_test, y_test) = load() / 255"
    )
    assert beside.said(text).strip() == "stuck at 10 % for many epochs"


@pytest.mark.parametrize("text", ["a, ", "a.", "f(x) ", "x", "f(", "(a, b), ", "' "])
def test_no_text_takes_long_to_read(text):
    begun = time.process_time()
    beside.said(text * (12_000 // len(text)))
    assert time.process_time() - begun < 5
