# The Homebrew formula. packaging/manifests.sh fills in the version and the digests.
class WasmClassify < Formula
  desc "Classify pictures from the command line, in a WebAssembly sandbox"
  homepage "https://github.com/wasmclassify/wasm-classify"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@DOWNLOADS@/wasm-classify-@VERSION@-macos-aarch64.tar.gz"
      sha256 "@SHA256_MACOS_AARCH64@"
    end
    on_intel do
      url "@DOWNLOADS@/wasm-classify-@VERSION@-macos-x64.tar.gz"
      sha256 "@SHA256_MACOS_X64@"
    end
  end

  on_linux do
    on_arm do
      url "@DOWNLOADS@/wasm-classify-@VERSION@-linux-aarch64.tar.gz"
      sha256 "@SHA256_LINUX_AARCH64@"
    end
    on_intel do
      url "@DOWNLOADS@/wasm-classify-@VERSION@-linux-x64.tar.gz"
      sha256 "@SHA256_LINUX_X64@"
    end
  end

  def install
    libexec.install "bin", "lib", "runtime"
    bin.install_symlink libexec/"bin/wasm-classify"
    man1.install Dir["share/man/man1/*"]
    bash_completion.install "share/bash-completion/completions/wasm-classify"
    zsh_completion.install "share/zsh/site-functions/_wasm-classify"
    fish_completion.install "share/fish/vendor_completions.d/wasm-classify.fish"
  end

  def post_install
    system libexec/"bin/wasm-classify", "warmup"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/wasm-classify --version")
  end
end
