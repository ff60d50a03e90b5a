"""What a brought network may consist of: names that Keras itself has, and that run no code of anybody's."""

LAYERS = {
    "Sequential", "Functional", "Model", "InputLayer", "Input",
    "Dense", "EinsumDense", "Embedding", "Identity", "Masking", "Activation", "Softmax", "ReLU", "LeakyReLU", "PReLU",
    "ELU", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D",
    "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
    "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
    "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GlobalAveragePooling1D",
    "GlobalAveragePooling2D", "GlobalAveragePooling3D",
    "LSTM", "GRU", "SimpleRNN", "RNN", "LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells", "Bidirectional",
    "TimeDistributed", "ConvLSTM1D", "ConvLSTM2D",
    "BatchNormalization", "LayerNormalization", "UnitNormalization", "GroupNormalization", "SpectralNormalization",
    "RMSNormalization", "Normalization", "Rescaling",
    "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout",
    "GaussianNoise", "ActivityRegularization",
    "Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention",
    "Reshape", "Flatten", "RepeatVector", "Permute", "Cropping1D", "Cropping2D", "Cropping3D", "UpSampling1D",
    "UpSampling2D", "UpSampling3D", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D",
    "Concatenate", "Average", "Maximum", "Minimum", "Add", "Subtract", "Multiply", "Dot",
}  # fmt: skip
INITIALIZERS = {
    "Zeros", "Ones", "Constant", "Identity", "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling",
    "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Orthogonal",
    "OrthogonalInitializer", "IdentityInitializer",
}  # fmt: skip
DRAWING = INITIALIZERS - {"Zeros", "Ones", "Constant", "Identity", "IdentityInitializer"}  # at random
PARTS = INITIALIZERS | {
    "L1", "L2", "L1L2", "OrthogonalRegularizer", "MaxNorm", "NonNeg", "UnitNorm", "MinMaxNorm", "DTypePolicy",
    "__keras_tensor__", "__tuple__", "KerasTensor", "SeedGenerator",
}  # fmt: skip
FUNCTIONS = {
    "relu", "relu6", "sigmoid", "hard_sigmoid", "softmax", "softplus", "softsign", "tanh", "selu", "elu", "exponential",
    "gelu", "silu", "swish", "hard_silu", "hard_swish", "leaky_relu", "mish", "log_softmax", "log_sigmoid", "linear",
    "celu", "glu", "hard_tanh", "hard_shrink", "soft_shrink", "sparse_plus", "squareplus", "tanh_shrink", "threshold",
}  # fmt: skip
ONE = "shared_object_id"  # of an object that several layers hold
LEFT_OUT = {"build_config", "compile_config", ONE}  # not needed: a network is built by its layers
