//! Functions that formats spell out become one op.

use super::*;
use crate::passes::{factor, gelu, norm, residual};

const ROWS: [usize; 3] = [2, 3, 8];

/// A graph under construction.
struct Sketch {
    graph: Graph,
    random: Random,
}

impl Sketch {
    fn new() -> Sketch {
        Sketch { graph: graph(&ROWS), random: Random::new(51) }
    }

    fn number(&mut self, op: Binary, x: ValueId, number: f32) -> ValueId {
        let number = self.graph.constant(Tensor::scalar(number));
        add(&mut self.graph, Op::Binary(op), &[x, number])
    }

    fn binary(&mut self, op: Binary, a: ValueId, b: ValueId) -> ValueId {
        add(&mut self.graph, Op::Binary(op), &[a, b])
    }

    fn unary(&mut self, op: Unary, x: ValueId) -> ValueId {
        add(&mut self.graph, Op::Unary(op), &[x])
    }

    fn mean(&mut self, x: ValueId) -> ValueId {
        add(&mut self.graph, Op::Mean { axes: vec![2] }, &[x])
    }

    fn vector(&mut self) -> ValueId {
        self.graph.constant(self.random.tensor(&[ROWS[2]]))
    }

    #[track_caller]
    fn becomes(mut self, output: ValueId, expected: &[&str]) {
        self.graph.output = output;
        let after = rewritten(&self.graph, |graph| {
            arithmetic::canonicalise(graph).unwrap();
            gelu::recognise(graph);
            norm::recognise(graph);
        });
        assert_eq!(ops(&after), expected);
    }

    /// x / sqrt(2), as PyTorch's old exporter writes it, then 1 + erf of it.
    fn erf_gate(&mut self, x: ValueId) -> ValueId {
        let scaled = self.number(Binary::Div, x, std::f32::consts::SQRT_2);
        let erf = self.unary(Unary::Erf, scaled);
        self.number(Binary::Add, erf, 1.0)
    }

    fn epsilon_root(&mut self, variance: ValueId) -> ValueId {
        let sum = self.number(Binary::Add, variance, 1e-3);
        self.unary(Unary::Sqrt, sum)
    }
}

#[test]
fn gelu_with_its_half_in_any_place() {
    let mut sketch = Sketch::new();
    let gate = sketch.erf_gate(X);
    let product = sketch.binary(Binary::Mul, X, gate);
    let output = sketch.number(Binary::Mul, product, 0.5);
    sketch.becomes(output, &["Gelu"]);

    let mut sketch = Sketch::new();
    let gate = sketch.erf_gate(X);
    let half = sketch.number(Binary::Mul, X, 0.5);
    let output = sketch.binary(Binary::Mul, half, gate);
    sketch.becomes(output, &["Gelu"]);

    // Of a product, whose factors are not to be mixed up with those of the function.
    let mut sketch = Sketch::new();
    let x = sketch.number(Binary::Mul, X, 3.0);
    let gate = sketch.erf_gate(x);
    let half = sketch.number(Binary::Mul, gate, 0.5);
    let output = sketch.binary(Binary::Mul, half, x);
    sketch.becomes(output, &["Mul", "Gelu"]);
}

#[test]
fn what_is_nearly_gelu_stays() {
    let mut sketch = Sketch::new();
    let gate = sketch.erf_gate(X);
    let other = sketch.unary(Unary::Neg, X);
    let product = sketch.binary(Binary::Mul, other, gate);
    let output = sketch.number(Binary::Mul, product, 0.5);
    sketch.becomes(output, &["Mul", "Erf", "Add", "Neg", "Mul", "Mul"]);

    let mut sketch = Sketch::new();
    let gate = sketch.erf_gate(X);
    let output = sketch.binary(Binary::Mul, X, gate);
    sketch.becomes(output, &["Mul", "Erf", "Add", "Mul"]);
}

#[test]
fn the_approximation_of_gelu_in_both_forms() {
    for of_cube in [true, false] {
        let mut sketch = Sketch::new();
        let (x, power) = (X, if of_cube { 3.0 } else { 2.0 });
        let power = sketch.unary(Unary::Pow { exponent: power }, x);
        let scaled = sketch.number(Binary::Mul, power, 0.044715);
        let inner = if of_cube {
            sketch.binary(Binary::Add, x, scaled)
        } else {
            let sum = sketch.number(Binary::Add, scaled, 1.0);
            sketch.binary(Binary::Mul, x, sum)
        };
        let argument = sketch.number(Binary::Mul, inner, 0.797_884_6);
        let tanh = sketch.unary(Unary::Tanh, argument);
        let gate = sketch.number(Binary::Add, tanh, 1.0);
        let half = sketch.number(Binary::Mul, x, 0.5);
        let output = sketch.binary(Binary::Mul, half, gate);
        sketch.becomes(output, &["Gelu"]);
    }
}

#[test]
fn layer_normalisation_as_onnx_exporters_write_it() {
    let mut sketch = Sketch::new();
    let mean = sketch.mean(X);
    let centred = sketch.binary(Binary::Sub, X, mean);
    let squares = sketch.binary(Binary::Mul, centred, centred);
    let variance = sketch.mean(squares);
    let root = sketch.epsilon_root(variance);
    let normal = sketch.binary(Binary::Div, centred, root);
    let (scale, bias) = (sketch.vector(), sketch.vector());
    let scaled = sketch.binary(Binary::Mul, normal, scale);
    let output = sketch.binary(Binary::Add, scaled, bias);
    sketch.becomes(output, &["LayerNorm"]);
}

#[test]
fn layer_normalisation_with_a_negative_mean_and_an_inverse_root() {
    let mut sketch = Sketch::new();
    let mean = sketch.mean(X);
    let negative = sketch.unary(Unary::Neg, mean);
    let centred = sketch.binary(Binary::Add, X, negative);
    let again = sketch.binary(Binary::Sub, X, mean);
    let squares = sketch.binary(Binary::Mul, again, again);
    let variance = sketch.mean(squares);
    let sum = sketch.number(Binary::Add, variance, 1e-3);
    let inverse = sketch.unary(Unary::Rsqrt, sum);
    let output = sketch.binary(Binary::Mul, centred, inverse);
    sketch.becomes(output, &["LayerNorm"]);
}

#[test]
fn layer_normalisation_as_keras_writes_it() {
    for scaled in [true, false] {
        let mut sketch = Sketch::new();
        let mean = sketch.mean(X);
        let difference = sketch.binary(Binary::Sub, X, mean);
        let squares = sketch.unary(Unary::Pow { exponent: 2.0 }, difference);
        let variance = sketch.mean(squares);
        let sum = sketch.number(Binary::Add, variance, 1e-3);
        let mut factor = sketch.unary(Unary::Rsqrt, sum);
        if scaled {
            let scale = sketch.vector();
            factor = sketch.binary(Binary::Mul, factor, scale);
        }
        let bias = sketch.vector();
        let (product, shift) = (sketch.binary(Binary::Mul, X, factor), sketch.binary(Binary::Mul, mean, factor));
        let shift = sketch.binary(Binary::Sub, bias, shift);
        let output = sketch.binary(Binary::Add, product, shift);
        sketch.becomes(output, &["LayerNorm"]);
    }
}

#[test]
fn root_mean_square_normalisation() {
    let mut sketch = Sketch::new();
    let squares = sketch.binary(Binary::Mul, X, X);
    let mean = sketch.mean(squares);
    let root = sketch.epsilon_root(mean);
    let inverse = sketch.unary(Unary::Pow { exponent: -1.0 }, root);
    let normal = sketch.binary(Binary::Mul, X, inverse);
    let scale = sketch.vector();
    let output = sketch.binary(Binary::Mul, normal, scale);
    sketch.becomes(output, &["RmsNorm"]);
}

#[test]
fn a_variance_of_something_else_stays() {
    let mut sketch = Sketch::new();
    let other = sketch.unary(Unary::Exp, X);
    let mean = sketch.mean(X);
    let centred = sketch.binary(Binary::Sub, X, mean);
    let squares = sketch.binary(Binary::Mul, other, other);
    let variance = sketch.mean(squares);
    let root = sketch.epsilon_root(variance);
    let output = sketch.binary(Binary::Div, centred, root);
    sketch.becomes(output, &["Exp", "Mean", "Sub", "Mul", "Mean", "Add", "Sqrt", "Div"]);
}

#[test]
fn numbers_that_scale_a_product_or_its_operands_become_part_of_it() {
    let mut sketch = Sketch::new();
    let split = Op::Reshape { shape: vec![2, 3, 2, 4] };
    let scaled = sketch.number(Binary::Mul, X, 0.5);
    let parts = add(&mut sketch.graph, split.clone(), &[scaled]);
    let heads = add(&mut sketch.graph, Op::Transpose { order: vec![0, 2, 1, 3] }, &[parts]);
    let keys = sketch.unary(Unary::Exp, X);
    let keys = add(&mut sketch.graph, split, &[keys]);
    let keys = add(&mut sketch.graph, Op::Transpose { order: vec![0, 2, 1, 3] }, &[keys]);
    let keys = sketch.number(Binary::Mul, keys, 3.0);
    let scores = add(&mut sketch.graph, Op::MatMul { transpose_b: true, factor: 2.0 }, &[heads, keys]);
    sketch.graph.output = sketch.number(Binary::Mul, scores, 0.25);
    let after = rewritten(&sketch.graph, factor::fuse);
    assert_eq!(ops(&after), ["Reshape", "Transpose", "Exp", "Reshape", "Transpose", "MatMul"]);
    check(&after, "a scaled product");
}

#[test]
fn a_dense_layer_on_rows_adds_its_residual() {
    let mut sketch = Sketch::new();
    let before = sketch.unary(Unary::Exp, X);
    let rows = add(&mut sketch.graph, Op::Reshape { shape: vec![1, 1, 6, 8] }, &[before]);
    let dense = Op::Conv(conv(&mut sketch.random, Window::POINT, 1, 8, 8));
    let dense = add(&mut sketch.graph, dense, &[rows]);
    let dense = add(&mut sketch.graph, Op::Reshape { shape: ROWS.to_vec() }, &[dense]);
    let sum = sketch.binary(Binary::Add, before, dense);
    sketch.graph.output = sketch.unary(Unary::Exp, sum);
    let after = rewritten(&sketch.graph, residual::fuse);
    assert_eq!(ops(&after), ["Exp", "Reshape", "Reshape", "Conv", "Reshape", "Exp"]);
    check(&after, "a residual behind a reshape");
}
