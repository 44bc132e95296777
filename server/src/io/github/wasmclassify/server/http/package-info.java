/** Requests and answers: routes, limits, errors, and what Jetty needs to be told. Knows nothing of models. */
package io.github.wasmclassify.server.http;
