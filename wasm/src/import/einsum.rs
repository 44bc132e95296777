//! Einstein sums of one or two operands, as a product of matrices between transpositions. Errors name the node.

use super::product::matmul;
use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Op, ReduceKind};
use crate::tensor::shape::elements;

/// One label for each axis of a value.
struct Labelled {
    value: ValueId,
    labels: Vec<char>,
}

/// The labels of an ellipsis's axes, outermost first; no equation has them itself.
const ELLIPSIS: [char; 8] = ['0', '1', '2', '3', '4', '5', '6', '7'];

/// `equation` is as of `numpy.einsum`, with an arrow.
pub fn einsum(graph: &mut Graph, name: &str, equation: &str, operands: &[ValueId]) -> Result<ValueId> {
    let unsupported = || fail(name, format!("an Einstein sum of {} values by `{equation}`", operands.len()));
    let (inputs, output) = equation.split_once("->").ok_or_else(unsupported)?;
    let terms: Vec<&str> = inputs.split(',').collect();
    if terms.len() != operands.len() {
        return Err(unsupported());
    }
    let mut labelled = Vec::new();
    let mut widest = 0;
    for (term, &value) in terms.iter().zip(operands) {
        let (labels, hidden) = labels(term, Some(graph.shape(value).len())).ok_or_else(unsupported)?;
        widest = widest.max(hidden);
        labelled.push(Labelled { value, labels });
    }
    let (output, _) = labels_of_result(output, widest).ok_or_else(unsupported)?;
    let known = |label: &char| labelled.iter().any(|operand| operand.labels.contains(label));
    if !output.iter().all(known) || has_repeats(&output) {
        return Err(unsupported());
    }
    match labelled.as_slice() {
        [a] => {
            let summed = summed(graph, name, a, |label| output.contains(&label))?;
            arranged(graph, name, &summed, &output)
        }
        [a, b] => {
            let a = summed(graph, name, a, |label| output.contains(&label) || b.labels.contains(&label))?;
            let b = summed(graph, name, b, |label| output.contains(&label) || a.labels.contains(&label))?;
            let product = product(graph, name, &a, &b, &output)?;
            arranged(graph, name, &product, &output)
        }
        _ => Err(unsupported()),
    }
}

/// The labels of a term for a value of `rank` axes, and how many of them stand for an ellipsis; none is repeated.
fn labels(term: &str, rank: Option<usize>) -> Option<(Vec<char>, usize)> {
    let term: String = term.chars().filter(|c| !c.is_whitespace()).collect();
    let named = term.replace("...", "");
    let hidden = match term.contains("...") {
        true => rank?.checked_sub(named.chars().count()).filter(|&hidden| hidden <= ELLIPSIS.len())?,
        false => 0,
    };
    labels_of_result(&term, hidden).filter(|(labels, _)| Some(labels.len()) == rank && !has_repeats(labels))
}

/// As `labels`, where the ellipsis is known to stand for `hidden` axes, the innermost of those that there can be.
fn labels_of_result(term: &str, hidden: usize) -> Option<(Vec<char>, usize)> {
    let ellipsis: String = ELLIPSIS[ELLIPSIS.len() - hidden..].iter().collect();
    let term = term.replace("...", &ellipsis);
    let letters = term.chars().filter(|c| !c.is_whitespace());
    let labels: Vec<char> = letters.collect();
    labels.iter().all(|c| c.is_ascii_alphabetic() || ellipsis.contains(*c)).then_some((labels, hidden))
}

fn has_repeats(labels: &[char]) -> bool {
    (1..labels.len()).any(|at| labels[..at].contains(&labels[at]))
}

/// The value without the axes that nothing else reads: their sum.
fn summed(graph: &mut Graph, name: &str, x: &Labelled, kept: impl Fn(char) -> bool) -> Result<Labelled> {
    let axes: Vec<usize> = (0..x.labels.len()).filter(|&axis| !kept(x.labels[axis])).collect();
    if axes.is_empty() {
        return Ok(Labelled { value: x.value, labels: x.labels.clone() });
    }
    let sum = graph.add(name, Op::Reduce { kind: ReduceKind::Sum, axes: axes.clone() }, &[x.value])?;
    let left = |axis: &usize| !axes.contains(axis);
    let shape: Vec<usize> = (0..x.labels.len()).filter(left).map(|axis| graph.shape(sum)[axis]).collect();
    let labels = (0..x.labels.len()).filter(left).map(|axis| x.labels[axis]).collect();
    Ok(Labelled { value: graph.add(name, Op::Reshape { shape }, &[sum])?, labels })
}

/// The product, its axes those of the batch, of `a` alone and of `b` alone.
fn product(graph: &mut Graph, name: &str, a: &Labelled, b: &Labelled, output: &[char]) -> Result<Labelled> {
    let of =
        |labels: &[char], test: &dyn Fn(char) -> bool| labels.iter().copied().filter(|&c| test(c)).collect::<Vec<_>>();
    let both = |label: char| b.labels.contains(&label);
    let batch = of(&a.labels, &|label| both(label) && output.contains(&label));
    let inner = of(&a.labels, &|label| both(label) && !output.contains(&label));
    let rows = of(&a.labels, &|label| !both(label));
    let columns = of(&b.labels, &|label| !a.labels.contains(&label));
    let left = arranged(graph, name, a, &[&batch[..], &rows, &inner].concat())?;
    let right = arranged(graph, name, b, &[&batch[..], &inner, &columns].concat())?;
    let (left_shape, right_shape) = (graph.shape(left).to_vec(), graph.shape(right).to_vec());
    let sizes = |shape: &[usize], from: usize, to: usize| elements(&shape[from..to]);
    let (first, last) = (batch.len(), left_shape.len() - inner.len());
    let batches = sizes(&left_shape, 0, first)?;
    let (m, n) = (sizes(&left_shape, first, last)?, sizes(&right_shape, first + inner.len(), right_shape.len())?);
    let depth = [sizes(&left_shape, last, left_shape.len())?, sizes(&right_shape, first, first + inner.len())?];
    let shape = [&left_shape[..last], &right_shape[first + inner.len()..]].concat();
    // A plain matrix where there is no batch: constant weights then make a dense layer.
    let matrix = |rows, columns| if batch.is_empty() { vec![rows, columns] } else { vec![batches, rows, columns] };
    let left = graph.add(name, Op::Reshape { shape: matrix(m, depth[0]) }, &[left])?;
    let right = graph.add(name, Op::Reshape { shape: matrix(depth[1], n) }, &[right])?;
    let value = matmul(graph, name, [left, right], [false, false])?;
    let value = graph.add(name, Op::Reshape { shape }, &[value])?;
    Ok(Labelled { value, labels: [&batch[..], &rows, &columns].concat() })
}

/// The value with its axes in the order of `labels`, which are the same as its own.
fn arranged(graph: &mut Graph, name: &str, x: &Labelled, labels: &[char]) -> Result<ValueId> {
    let order: Vec<usize> = labels.iter().filter_map(|label| x.labels.iter().position(|own| own == label)).collect();
    if order.iter().copied().eq(0..x.labels.len()) {
        return Ok(x.value);
    }
    graph.add(name, Op::Transpose { order }, &[x.value])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{graph, reference, Random};

    fn shape_of(equation: &str, shapes: &[&[usize]]) -> Result<Vec<usize>> {
        let mut graph = graph(shapes[0]);
        let mut operands = vec![graph.input];
        operands.extend(shapes[1..].iter().map(|shape| graph.variable(shape.to_vec())).collect::<Vec<_>>());
        let value = einsum(&mut graph, "sum", equation, &operands)?;
        Ok(graph.shape(value).to_vec())
    }

    #[test]
    fn every_label_keeps_its_size() {
        let shapes = [
            ("abc,cde->abde", vec![&[2, 3, 4][..], &[4, 5, 6][..]], vec![2, 3, 5, 6]),
            ("aecd,abcd->acbe", vec![&[2, 3, 4, 5][..], &[2, 6, 4, 5][..]], vec![2, 4, 6, 3]),
            ("ij,jk->ki", vec![&[2, 3][..], &[3, 4][..]], vec![4, 2]),
            ("...ij,...jk->...ik", vec![&[7, 2, 3][..], &[7, 3, 4][..]], vec![7, 2, 4]),
            ("abc->cb", vec![&[2, 3, 4][..]], vec![4, 3]),
            ("a,b->ba", vec![&[2][..], &[3][..]], vec![3, 2]),
        ];
        for (equation, operands, expected) in shapes {
            assert_eq!(shape_of(equation, &operands).unwrap(), expected, "{equation}");
        }
        for equation in ["ij,jk", "ii,ik->k", "ij,jk->iz", "ij->ij", "ij,jk->ikk", "i.j,jk->ik", "ij,jkl->ik"] {
            assert!(shape_of(equation, &[&[2, 2], &[2, 2]]).is_err(), "{equation}");
        }
    }

    #[test]
    fn sums_are_those_of_the_definition() {
        let mut random = Random::new(3);
        let mut graph = graph(&[2, 3, 4]);
        let weights = random.tensor(&[5, 4, 3]);
        let (x, y) = (graph.input, graph.constant(weights.clone()));
        graph.output = einsum(&mut graph, "sum", "abc,dcb->da", &[x, y]).unwrap();
        let input = random.values(24);
        let found = reference::evaluate(&graph, &input);
        for (d, a) in (0..5).flat_map(|d| (0..2).map(move |a| (d, a))) {
            let terms = (0..3).flat_map(|b| (0..4).map(move |c| (b, c)));
            let product = |(b, c): (usize, usize)| {
                f64::from(input[a * 12 + b * 4 + c]) * f64::from(weights.at(d * 12 + c * 3 + b))
            };
            assert!((found[d * 2 + a] - terms.map(product).sum::<f64>()).abs() < 1e-6);
        }
    }
}
