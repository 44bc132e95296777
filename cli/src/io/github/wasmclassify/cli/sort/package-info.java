/** Files pictures in folders by what they show, and undoes that. */
package io.github.wasmclassify.cli.sort;
