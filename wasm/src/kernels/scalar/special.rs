//! Functions that the standard library does not have.

/// The error function, to 3e-7: a quotient of polynomials (the coefficients are those that Eigen uses). Beyond 4 it is 1
/// to the precision of a float.
pub fn erf(x: f32) -> f32 {
    const NUMERATOR: [f32; 7] =
        [-2.726_142_3e-10, 2.770_681_5e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906e-4, -2.954_6e-3, -1.609_603_3e-2];
    const DENOMINATOR: [f32; 5] = [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_474e-2];
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let polynomial = |coefficients: &[f32]| coefficients.iter().fold(0.0, |sum, c| sum * square + c);
    x * polynomial(&NUMERATOR) / polynomial(&DENOMINATOR)
}

/// x (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016)
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// The approximation of GELU by a hyperbolic tangent, for (1 + tanh(y)) / 2 is sigmoid(2 y).
pub fn gelu_tanh(x: f32) -> f32 {
    x * sigmoid(1.595_769 * (x + 0.044_715 * x * x * x))
}

pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// log(1 + exp(x)), written so that it does not overflow.
pub fn softplus(x: f32) -> f32 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// x raised to a power. A square and a reciprocal are exact and fast.
pub fn power(x: f32, exponent: f32) -> f32 {
    if exponent == 2.0 {
        x * x
    } else if exponent == -1.0 {
        1.0 / x
    } else {
        x.powf(exponent)
    }
}

/// The remainder with the sign of the divisor.
pub fn modulo(x: f32, y: f32) -> f32 {
    let rest = x % y;
    if rest != 0.0 && (rest < 0.0) != (y < 0.0) {
        rest + y
    } else {
        rest
    }
}

/// -1, 0 or 1; NaN stays NaN.
pub fn sign(x: f32) -> f32 {
    if x == 0.0 || x.is_nan() {
        x
    } else {
        x.signum()
    }
}
