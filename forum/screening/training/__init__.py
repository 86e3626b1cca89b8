"""How the bundled screening model is made: data, training, calibration, packaging."""
