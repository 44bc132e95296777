#!/usr/bin/env bash
# Makes an OCI image in dist/wasm-classify-VERSION-PLATFORM-image.tar from the folder that packaging/archive.sh has made: Debian's C library,
# BusyBox for the launcher, the command with its class archive. It runs as a user without rights, on a root file system that may be read-only.
# Needs mmdebstrap, umoci, skopeo and bwrap, all from Debian, and root.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

rootfs=$work/rootfs
layout=$work/image
installed=/usr/lib/wasm-classify

make_rootfs() {
  rm -rf "$rootfs" "$layout"
  mmdebstrap --quiet --variant=extract --include=libc6,busybox-static bookworm "$rootfs"
  rm -rf "$rootfs"/usr/share/{doc,man,locale} "$rootfs"/var/{lib/apt,lib/dpkg,cache}
  chroot "$rootfs" /bin/busybox --install -s /bin
  mkdir -p "$rootfs$installed" "$rootfs/usr/bin" "$rootfs/work"
  cp -a "$home/." "$rootfs$installed/"
  ln -s "$installed/bin/wasm-classify" "$rootfs/usr/bin/wasm-classify"
  [ ! -e "$dist/wasm-classify-$version.cdx.json" ] || cp "$dist/wasm-classify-$version.cdx.json" "$rootfs$installed/"
  bwrap --bind "$rootfs" / --proc /proc --dev /dev --tmpfs /tmp --clearenv --setenv PATH /usr/bin:/bin wasm-classify warmup
}

make_image() {
  local image=$layout:$version
  umoci init --layout "$layout"
  umoci new --image "$image"
  umoci insert --image "$image" "$rootfs" /
  umoci config --image "$image" --config.user 65532:65532 --config.workingdir /work --config.entrypoint /usr/bin/wasm-classify \
    --config.env PATH=/usr/bin:/bin --created "$timestamp" \
    --config.label org.opencontainers.image.title=wasm-classify \
    --config.label org.opencontainers.image.description="Classifies pictures in a WebAssembly sandbox" \
    --config.label org.opencontainers.image.version="$version" \
    --config.label org.opencontainers.image.revision="$(git -C "$root" rev-parse HEAD)" \
    --config.label org.opencontainers.image.licenses=Apache-2.0 \
    --config.label org.opencontainers.image.source=https://github.com/wasmclassify/wasm-classify
  skopeo --insecure-policy copy --quiet "oci:$image" "oci-archive:$dist/wasm-classify-$version-$platform-image.tar:$version"
}

make_rootfs
make_image
