//! Ops that are computed as the model is read, for their inputs are constants.

use super::messages::NodeProto;
use super::operator::{decides, decides_several, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::tensor::shape::{axis_index, elements, plane, strides};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "NonZero" => decides(non_zero),
        "OneHot" => decides(one_hot),
        "EyeLike" => decides(eye_like),
        "ArgMax" => decides(|importer, node| arg_extreme(importer, node, |a, b| a > b)),
        "ArgMin" => decides(|importer, node| arg_extreme(importer, node, |a, b| a < b)),
        "TopK" => decides_several(top_k),
        _ => return None,
    })
}

/// The indices of all values that are not zero: an axis of the input to a row.
fn non_zero(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.constant(node, 0)?;
    let found: Vec<usize> = (0..x.len()).filter(|&flat| x.at(flat) != 0.0).collect();
    importer.graph.charge(found.len().saturating_mul(x.shape().len()))?;
    let axes = x.shape().iter().zip(strides(x.shape()));
    let values: Vec<f32> =
        axes.flat_map(|(&size, stride)| found.iter().map(move |flat| (flat / stride % size) as f32)).collect();
    let tensor = Tensor::new(vec![x.shape().len(), found.len()], values)?;
    Ok(View { kind: Kind::INDEX, ..importer.constant_view(tensor) })
}

/// A new axis in which the position that the input names is "on" and all others are "off".
fn one_hot(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (indices, depth) = (importer.constant(node, 0)?, importer.constant(node, 1)?.to_integers());
    let kind = importer.input(node, 2)?.kind;
    let values = importer.constant(node, 2)?;
    let (&[depth], 2) = (&depth[..], values.len()) else {
        return Err(node.fail("its depth is not one number, or its values are not two"));
    };
    let axis = axis_index(node.int("axis", -1), indices.shape().len() + 1).map_err(|error| node.fail(error))?;
    let depth = usize::try_from(depth).map_err(|_| node.fail(format!("a depth of {depth}")))?;
    let mut shape = indices.shape().to_vec();
    shape.insert(axis, depth);
    let count = elements(&shape).map_err(|error| node.fail(error))?;
    importer.graph.charge(count)?;
    let mut result = vec![values.at(0); count];
    let [_, inner] = plane(&shape, axis);
    for (flat, index) in indices.to_integers().into_iter().enumerate() {
        if let Ok(at) = axis_index(index, depth) {
            result[(flat / inner * depth + at) * inner + flat % inner] = values.at(1);
        }
    }
    Ok(View { kind, ..importer.constant_view(Tensor::new(shape, result)?) })
}

/// Ones on a diagonal of a matrix of the input's shape.
fn eye_like(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let kind = match node.attribute("dtype") {
        Some(attribute) => Kind::of_type(attribute.i as i32).map_err(|error| node.fail(error))?,
        None => x.kind,
    };
    let shape = importer.shape(&x);
    let &[rows, columns] = &shape[..] else { return Err(node.fail("its input is no matrix")) };
    importer.graph.charge(rows * columns)?;
    let offset = node.int("k", 0);
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row as i64, column as i64)));
    let values = places.map(|(row, column)| f32::from(column.checked_sub(offset) == Some(row))).collect();
    Ok(View { kind, ..importer.constant_view(Tensor::new(shape, values)?) })
}

/// The position of the extreme along an axis; of several that are equal the first, or the last if an attribute says so.
fn arg_extreme(importer: &mut Importer, node: &NodeProto, before: fn(f32, f32) -> bool) -> Result<View> {
    let x = constant(importer, node)?;
    let axis = axis_index(node.int("axis", 0), x.shape().len()).map_err(|error| node.fail(error))?;
    let last = node.int("select_last_index", 0) != 0;
    let (mut values, mut shape) = (Vec::new(), x.shape().to_vec());
    let [size, inner] = plane(&shape, axis);
    if size == 0 {
        return Err(node.fail("its axis is empty"));
    }
    for start in starts(x.len(), size, inner) {
        let at = |index: usize| x.at(start + index * inner);
        let better = |best: usize, index: usize| before(at(index), at(best)) || last && at(index) == at(best);
        values.push((1..size).fold(0, |best, index| if better(best, index) { index } else { best }) as f32);
    }
    if node.int("keepdims", 1) != 0 {
        shape[axis] = 1;
    } else {
        shape.remove(axis);
    }
    let tensor = Tensor::new(shape, values)?;
    Ok(View { kind: Kind::INDEX, ..importer.constant_view(tensor) })
}

/// Where the lines along an axis begin, in the order of what is left of the shape.
fn starts(len: usize, size: usize, inner: usize) -> impl Iterator<Item = usize> {
    (0..len / size).map(move |line| line / inner * inner * size + line % inner)
}

/// The largest (or smallest) values along an axis in order, and their positions.
fn top_k(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    let kind = importer.input(node, 0)?.kind;
    let x = constant(importer, node)?;
    let count = importer.integers(node, "k", 1)?.unwrap_or_else(|| vec![node.int("k", 0)]);
    let axis = axis_index(node.int("axis", -1), x.shape().len()).map_err(|error| node.fail(error))?;
    let [size, inner] = plane(x.shape(), axis);
    let count =
        count.first().and_then(|&count| usize::try_from(count).ok()).filter(|&count| (1..=size).contains(&count));
    let count = count.ok_or_else(|| node.fail(format!("more values than there are in shape {:?}", x.shape())))?;
    let mut shape = x.shape().to_vec();
    shape[axis] = count;
    let largest = node.int("largest", 1) != 0;
    let (mut values, mut indices) = (vec![0.0; elements(&shape)?], vec![0.0; elements(&shape)?]);
    for (line, start) in starts(x.len(), size, inner).enumerate() {
        let at = |index: &usize| x.at(start + index * inner);
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|a, b| if largest { at(b).total_cmp(&at(a)) } else { at(a).total_cmp(&at(b)) });
        let target = line / inner * inner * count + line % inner;
        for (rank, index) in order.iter().take(count).enumerate() {
            (values[target + rank * inner], indices[target + rank * inner]) = (at(index), *index as f32);
        }
    }
    importer.graph.charge(values.len() * 2)?;
    let values = View { kind, ..importer.constant_view(Tensor::new(shape.clone(), values)?) };
    Ok(vec![values, View { kind: Kind::INDEX, ..importer.constant_view(Tensor::new(shape, indices)?) }])
}

/// The first input, or why labels cannot be computed.
fn constant(importer: &mut Importer, node: &NodeProto) -> Result<Tensor> {
    let view = importer.input(node, 0)?;
    match importer.graph.constant_of(view.id) {
        Some(_) => importer.constant(node, 0),
        None => Err(node
            .fail("chooses among values that depend on the picture, which is supported at the end of a network alone")),
    }
}
