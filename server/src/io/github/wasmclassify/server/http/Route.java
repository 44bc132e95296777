package io.github.wasmclassify.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A method and a path with what answers them.
 *
 * @param path whose parts in braces stand for any one part: {@code /models/{name}/classify}
 * @param takesBody whether the body is read
 * @param access who may use it
 */
public record Route(String method, String path, boolean takesBody, Access access, Action action) {
    /** A route that is answered at once and takes no body. */
    public static Route get(String path, Function<Call, Answer> action) {
        return new Route("GET", path, false, Access.WITH_TOKEN, now(action));
    }

    /** As {@link #get}, but for those who have no token, too. */
    public static Route openGet(String path, Function<Call, Answer> action) {
        return new Route("GET", path, false, Access.OPEN, now(action));
    }

    public static Route post(String path, Action action) {
        return new Route("POST", path, true, Access.WITH_TOKEN, action);
    }

    private static Action now(Function<Call, Answer> action) {
        return call -> CompletableFuture.completedFuture(action.apply(call));
    }

    /** The values of the parts in braces, if a path is of this route's form. */
    Optional<Map<String, String>> match(String other) {
        List<String> pattern = parts(path);
        List<String> actual = parts(other);
        if (pattern.size() != actual.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), decoded(actual.get(i)));
            } else if (!part.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the path has a '%' that no two hexadecimal digits follow");
        }
    }
}
