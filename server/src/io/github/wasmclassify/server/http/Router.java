package io.github.wasmclassify.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request. */
public final class Router {
    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    record Match(Route route, Map<String, String> variables) {}

    /**
     * The route for a request; HEAD is answered where GET is.
     *
     * @throws Problem 404 if no route has the path, 405 if none of those has the method
     */
    Match find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        TreeSet<String> others = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            if (variables.isPresent()) {
                if (route.method().equals(wanted)) {
                    return new Match(route, variables.get());
                }
                others.add(route.method());
            }
        }
        if (others.isEmpty()) {
            throw Problem.notFound("there is nothing at this path; /openapi.json says what there is");
        }
        if (others.contains("GET")) {
            others.add("HEAD");
        }
        String allowed = String.join(", ", others);
        throw new Problem(405, "method", "this path takes " + allowed + " only", Map.of("Allow", allowed));
    }
}
