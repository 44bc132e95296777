package io.github.wasmclassify.net;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What a {@link WebClient} may do.
 *
 * @param allowed addresses that may be connected to; all if empty
 * @param mayRedirect whether the first address may redirect to the second
 * @param connectLimit for one connection
 * @param stallLimit for each wait for further bytes; zero for no limit
 * @param limit for everything from the first connection to the response's headers, redirects included
 * @param limitsBody whether {@code limit} also covers the response's body
 */
public record WebPolicy(
        Optional<Predicate<InetAddress>> allowed,
        BiPredicate<URI, URI> mayRedirect,
        Duration connectLimit,
        Duration stallLimit,
        Duration limit,
        boolean limitsBody) {}
