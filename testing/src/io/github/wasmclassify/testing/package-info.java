/** What the tests of several modules share: files, pictures, a web server, a browser and the order of the packages. */
package io.github.wasmclassify.testing;
