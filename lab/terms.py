"""The words of the laboratory: each in a sentence for somebody after week 1 of a course, and where it is seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One word, or a few that belong together.

    Attributes:
        name: as a sentence has it.
        says: what it means, in one sentence.
        question: slug of the question that shows it.
        also: other names of it, and other forms of the word.
    """

    name: str
    says: str
    question: str
    also: tuple[str, ...] = ()


WORDS = (
    # What a network is made of
    Term(
        "neuron",
        "A neuron, or unit, multiplies each of its inputs by a weight, adds a bias, and bends the sum by its "
        "activation function.",
        "start", ("neurons",),
    ),
    Term("unit", "Unit is Keras's word for a neuron of a layer.", "dense", ("units",)),
    Term("layer", "A layer is a group of neurons that all get the same inputs.", "layer", ("layers",)),
    Term(
        "hidden unit",
        "A hidden unit is a neuron between the inputs and the output; no example says what it should output.",
        "width", ("hidden units", "hidden layer", "hidden neuron", "hidden neurons"),
    ),
    Term(
        "weight",
        "A weight is the number that a neuron multiplies one input by; training changes it.",
        "weights", ("weights", "parameter", "parameters"),
    ),
    Term(
        "incoming weight",
        "A neuron's incoming weights multiply what it gets; its outgoing weights multiply what it gives to the next "
        "layer.",
        "push", ("incoming weights", "outgoing weight", "outgoing weights"),
    ),
    Term(
        "bias",
        "A bias is the number that a neuron adds to its weighted sum, whatever the inputs are.",
        "broadcast", ("biases", "intercept"),
    ),
    Term(
        "kernel",
        "The kernel is Keras's name for the matrix of a layer's weights: one row an input, one column a unit.",
        "dense", ("kernels",),
    ),
    Term(
        "activation function",
        "The activation function bends a neuron's weighted sum into its output; without one, layers on layers "
        "could only draw straight lines.",
        "depth", ("activation", "activations"),
    ),
    Term(
        "sigmoid",
        "The sigmoid squeezes any number into one between 0 and 1: 1 / (1 + e⁻ᶻ).",
        "start", ("logistic function",),
    ),
    Term(
        "tanh",
        "Tanh squeezes any number into one between −1 and 1, and gives 0 for 0.",
        "depth", ("hyperbolic tangent",),
    ),
    Term(
        "ReLU",
        "ReLU gives 0 for negative numbers and leaves positive ones as they are.",
        "dead", ("rectified linear unit",),
    ),
    Term(
        "dead ReLU",
        "A ReLU unit is dead if its sum is negative for every example: it outputs 0 and gets no gradient.",
        "dead", ("dead unit", "dying ReLU", "dead units"),
    ),
    Term(
        "saturated",
        "A unit is saturated if its sum is so large, or so negative, that its output hardly changes any more; "
        "then hardly any gradient gets through it.",
        "saturated", ("saturation", "saturate", "saturates"),
    ),
    Term(
        "clone",
        "A clone is a unit that starts with exactly the weights of another one.",
        "push", ("clones", "cloned", "start equal"),
    ),
    Term(
        "seed",
        "The seed is the number that all random draws of a run follow from; the same seed gives the same draws.",
        "bit", ("seeds", "random seed"),
    ),
    Term(
        "initializer",
        "An initializer is the rule by which the first weights of a layer are drawn.",
        "three", ("initialization", "initializers", "initial weights", "first weights"),
    ),
    Term(
        "Glorot initialization",
        "Glorot's (or Xavier's) rule draws first weights with variance 2 / (inputs + outputs); it suits tanh "
        "and sigmoid layers.",
        "depth", ("Glorot", "Xavier", "glorot_uniform"),
    ),
    Term(
        "He initialization",
        "He's rule draws first weights with variance 2 / inputs, so that a ReLU layer keeps the size of its signal.",
        "depth", ("he_normal", "Kaiming initialization"),
    ),
    Term(
        "signal",
        "The signal at a layer is how much its outputs differ between examples; where it fades to nothing, the layers "
        "behind cannot tell examples apart.",
        "depth", ("signals",),
    ),
    # What training does
    Term(
        "gradient",
        "The gradient says for every weight how much the cost rises if that weight grows a little; a step "
        "goes the other way.",
        "side", ("gradients",),
    ),
    Term(
        "slope",
        "The slope says how much a quantity rises if what it depends on grows a little: of the cost, it is the "
        "gradient; of a flat sigmoid, it is nearly 0.",
        "start", ("slopes",),
    ),
    Term(
        "gradient descent",
        "Gradient descent lowers the cost step by step: each weight minus the learning rate times its gradient.",
        "plane", ("SGD", "stochastic gradient descent"),
    ),
    Term(
        "chain rule",
        "The chain rule makes the gradient of a weight a product: one factor for each link between that "
        "weight and the cost.",
        "side", ("factor", "factors"),
    ),
    Term(
        "backpropagation",
        "Backpropagation computes all gradients at once, from the output back to the first layer, by the chain rule.",
        "side", ("backprop", "back propagation", "backward propagation"),
    ),
    Term(
        "automatic differentiation",
        "Automatic differentiation is how TensorFlow and PyTorch find exact gradients of any code: by the chain rule, "
        "step by step.",
        "side", ("autodiff",),
    ),
    Term(
        "learning rate",
        "The learning rate is the size of a step: what the gradient is multiplied by.",
        "wall", ("step size", "learning rates", "rate"),
    ),
    Term("epoch", "An epoch is one pass over all training examples.", "batches", ("epochs",)),
    Term(
        "batch",
        "In courses a batch is all training examples; Keras's batch_size (32 unless one says otherwise) is their "
        "mini-batch, some of them; a step uses one, an epoch all once.",
        "batches", ("batches", "mini-batch", "mini-batches", "batch size"),
    ),
    Term(
        "full batch",
        "With the full batch every step uses the mean gradient of all examples, so an epoch is one step.",
        "batches", ("full-batch",),
    ),
    Term(
        "optimizer",
        "An optimizer is the rule that turns gradients into steps: plain gradient descent, momentum, Adam.",
        "breaking", ("optimizers",),
    ),
    Term(
        "momentum",
        "With momentum a step also goes on with the steps before it, so slow directions get faster.",
        "wall",
    ),
    Term(
        "Adam",
        "Adam divides each weight's step by the usual size of that weight's gradient, so each weight has a "
        "step size of its own.",
        "breaking", ("RMSprop",),
    ),
    Term("loss", "The loss is how wrong the network is on one example.", "batch", ("losses", "loss function")),
    Term(
        "cost",
        "The cost is the mean of the losses over all examples: what training lowers.",
        "batch", ("cost function", "costs"),
    ),
    Term(
        "cross-entropy",
        "Cross-entropy is the loss −ln a of the probability a that the network gives to the right class.",
        "one", ("crossentropy", "log loss", "negative log-likelihood"),
    ),
    Term(
        "entropy",
        "The entropy of the labels is the least cross-entropy of a network that does not look at its inputs: ln K for "
        "K classes that come equally often.",
        "bias",
    ),
    Term(
        "logarithm",
        "The logarithm ln a is the power of e that gives a: 0 for 1, and the more negative the nearer a is to 0.",
        "one", ("natural logarithm", "logarithms"),
    ),
    Term("squared error", "Squared error is the loss (output − target)².", "slowdown", ("mean squared error", "MSE")),
    Term(
        "softmax",
        "Softmax turns scores into probabilities that sum to 1: e to each score, divided by the sum of all.",
        "one",
    ),
    Term(
        "logit",
        "A logit is a score before softmax or sigmoid; it can be any number.",
        "one", ("logits", "from_logits"),
    ),
    Term(
        "one-hot",
        "A one-hot label is a row of zeros with a 1 at the right class.",
        "batch", ("one-hot vector", "integer label"),
    ),
    Term(
        "target",
        "The target is what the network should output for an example.",
        "one", ("targets", "label", "labels"),
    ),
    Term(
        "converge",
        "A run converges if its steps get smaller and its cost settles.",
        "speed", ("converges", "convergence"),
    ),
    Term(
        "diverge",
        "A run diverges if every step makes the cost larger, until the numbers overflow.",
        "wall", ("diverges", "divergence", "blow up", "explode"),
    ),
    Term(
        "NaN",
        "NaN, “not a number”, is what a computer gives for 0 / 0 or ∞ − ∞; once it is in a weight, it stays.",
        "nan", ("not a number",),
    ),
    Term(
        "overflow",
        "A number overflows if it is too large for its format, in float32 above 3.4 × 10³⁸; it becomes ∞.",
        "numerics", ("inf", "infinity"),
    ),
    Term(
        "float32",
        "Float32 keeps about 7 digits of a number, float64 about 16; the rest is rounded away.",
        "bit", ("float64", "precision", "rounding"),
    ),
    Term(
        "broadcasting",
        "Broadcasting is NumPy's rule that stretches a row or a column to a matrix so that shapes fit.",
        "broadcast", ("broadcast",),
    ),
    # The shape of the cost
    Term(
        "symmetry breaking",
        "Equal units get equal gradients and stay equal; whatever makes them differ breaks the symmetry.",
        "breaking", ("symmetry", "break the symmetry"),
    ),
    Term(
        "local minimum",
        "A local minimum is a point from which every small step makes the cost larger, though it may be lower "
        "elsewhere.",
        "stuck", ("local minima", "minimum"),
    ),
    Term(
        "saddle point",
        "At a saddle point the gradient is zero, but the cost falls in some direction.",
        "escape", ("saddle", "saddles"),
    ),
    Term(
        "plateau",
        "A plateau is a stretch of training in which the cost hardly falls, before it falls on.",
        "plateau", ("plateaus",),
    ),
    Term(
        "curvature",
        "The curvature says how fast the slope changes in a direction; the steepest one limits the learning rate.",
        "speed", ("curvatures", "Hessian"),
    ),
    Term("convex", "A convex cost is a single bowl: every start ends at the same lowest cost.", "convex"),
    Term(
        "contour line",
        "A contour line joins the points of equal cost, as on a map of mountains.",
        "plane", ("contour", "contour lines"),
    ),
    Term(
        "vanishing gradient",
        "The gradient vanishes if each layer on the way back multiplies it by less than 1, so the first "
        "layers hardly learn.",
        "vanishing", ("vanishing gradients",),
    ),
    # Features and data
    Term(
        "feature",
        "A feature is one input of an example: a column of the table.",
        "weights", ("features", "column", "columns"),
    ),
    Term(
        "standardize",
        "To standardize a feature is to subtract its mean and divide by its standard deviation.",
        "speed", ("standardise", "standardised", "standardized", "normalization", "feature scaling"),
    ),
    Term("noise", "Noise is what is random in the data and cannot be predicted.", "null", ("random noise",)),
    Term(
        "correlated",
        "Two features are correlated if one says something of the other.",
        "penalties", ("correlation", "multicollinearity"),
    ),
    Term(
        "overfitting",
        "A network overfits if it has learned the noise of its training examples, so new ones go worse.",
        "risk", ("overfit",),
    ),
    Term(
        "regularization",
        "Regularization adds a penalty on large weights to the cost.",
        "penalties", ("penalty", "penalties", "regularizer"),
    ),
    Term(
        "L1 penalty",
        "An L1 penalty pulls every weight towards 0 by the same amount, and can set it to exactly 0.",
        "penalties", ("L1", "lasso"),
    ),
    Term(
        "L2 penalty",
        "An L2 penalty shrinks every weight by a share of itself; it makes none exactly 0.",
        "penalties", ("L2", "ridge", "weight decay"),
    ),
    Term(
        "dropout",
        "Dropout sets random outputs of a layer to 0 in every training step, and none when the network predicts.",
        "breaking",
    ),
    Term(
        "held out",
        "Held-out examples are kept from training, to see how the network does on new ones.",
        "lucky", ("held-out", "test set", "validation set", "held-out accuracy"),
    ),
    Term("accuracy", "Accuracy is the share of examples that the network classifies right.", "width"),
    Term(
        "decision boundary",
        "The decision boundary is the line on which the network changes its answer from one class to the other.",
        "boundaries", ("boundary", "boundaries"),
    ),
    Term(
        "XOR",
        "XOR is the smallest problem that no straight line solves: the target is 1 if exactly one of two inputs is 1.",
        "spread",
    ),
    # Counting runs
    Term("run", "A run is one training of one network, from one start to the end.", "spread", ("runs", "replica")),
    Term("median", "The median is the middle value: half of the runs are below it, half above.", "spread"),
    Term(
        "middle 90 %",
        "The middle 90 % of runs leaves out the lowest and the highest 5 %.",
        "spread", ("middle 90 percent",),
    ),
    Term("standard deviation", "The standard deviation says how far values usually lie from their mean.", "random"),
    Term("variance", "The variance is the square of the standard deviation.", "random", ("variances",)),
    Term(
        "cosine",
        "The cosine of the angle between two lists of weights says how alike their directions are: 1 is the same, 0 "
        "unrelated, −1 opposite.",
        "layer", ("cosines",),
    ),
    Term(
        "standard error",
        "The standard error says how far a mean over some runs usually lies from the mean over very many.",
        "apart", ("standard errors",),
    ),
    Term(
        "95 % interval",
        "A 95 % interval is computed so that it holds the true value in 95 of 100 such studies.",
        "apart", ("confidence interval",),
    ),
    Term(
        "theory",
        "Theory is what mathematics predicts before anything is trained; pictures draw it dashed.",
        "wall", ("predicted",),
    ),
)  # fmt: skip
