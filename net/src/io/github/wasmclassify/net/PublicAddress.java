package io.github.wasmclassify.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Distinguishes public internet addresses from those of this machine and its own networks (IANA's special-purpose
 * registries).
 */
final class PublicAddress {
    private PublicAddress() {}

    /** Whether it is an address of the public internet. */
    public static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes, 0);
    }

    /** @param at the offset of the four bytes */
    private static boolean isPublic4(byte[] bytes, int at) {
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        int c = bytes[at + 2] & 0xff;
        boolean isOwnNetwork = a == 0
                || a == 10
                || a == 127
                || a == 172 && b >> 4 == 1
                || a == 192 && b == 168
                || a == 169 && b == 254;
        boolean isProviders = a == 100 && b >> 6 == 1;
        boolean isForProtocolsOrTests = a == 192 && b == 0 && (c == 0 || c == 2)
                || a == 198 && (b >> 1 == 9 || b == 51 && c == 100)
                || a == 203 && b == 0 && c == 113;
        return !isOwnNetwork && !isProviders && !isForProtocolsOrTests && a < 224;
    }

    /** Only 2000::/3 is assigned; parts of it embed IPv4 addresses. */
    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        boolean isNat64 = first == 0x64 && second == 0xff9b && Arrays.equals(bytes, 4, 12, new byte[8], 0, 8);
        boolean is6to4 = first == 0x2002;
        boolean isTeredoOrDocumentation = first == 0x2001 && (second == 0 || second == 0xdb8);
        if (isNat64) {
            return isPublic4(bytes, 12);
        }
        return first >> 13 == 1 && !isTeredoOrDocumentation && (!is6to4 || isPublic4(bytes, 2));
    }
}
