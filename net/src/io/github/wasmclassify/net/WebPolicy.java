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
 * @param allowed addresses that may be connected to; any if empty
 * @param mayRedirect whether an address (the first one) may send the client to another (the second one)
 * @param connectLimit for one connection
 * @param stallLimit for each wait for further bytes; zero for any time
 * @param limit for everything from the first connection to the answer's headers, redirects included
 * @param limitsBody whether {@code limit} includes the answer's body, too
 */
public record WebPolicy(
        Optional<Predicate<InetAddress>> allowed,
        BiPredicate<URI, URI> mayRedirect,
        Duration connectLimit,
        Duration stallLimit,
        Duration limit,
        boolean limitsBody) {}
