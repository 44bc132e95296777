#!/usr/bin/env bash
# Builds the jars and manual pages. With --publish it also makes what goes to Maven Central, in dist/wasm-classify-VERSION-maven.zip (jars,
# sources, Javadoc and POMs in the layout of a repository; Central wants them signed), the job for Spark, and the list of the command's
# libraries, dist/wasm-classify-VERSION.cdx.json (CycloneDX).
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

staging=$work/maven
commit=$(git -C "$root" rev-parse --short=12 HEAD)

maven() {
  (cd "$root" && ./mvnw -B -q -Dquick -Dmaven.test.skip=true -Dproject.build.outputTimestamp="$timestamp" -Dcommit="$commit" "$@")
}

publish() {
  rm -rf "$staging"
  maven -P release -DaltDeploymentRepository="staging::file:$staging" -Dmaven.install.skip=true clean deploy
  find "$staging" -name 'maven-metadata.xml*' -delete # has the time of the build, and Central makes its own
  python3 "$root/packaging/pack.py" "$staging/io" "$dist/wasm-classify-$version-maven.zip"
  cp "$root/cli/target/wasm-classify.cdx.json" "$dist/wasm-classify-$version.cdx.json"
  cp "$root/spark/target/wasm-classify-spark.jar" "$dist/wasm-classify-spark-$version.jar"
}

case ${1:-} in
  '') maven -pl cli -am clean package ;;
  --publish) publish ;;
  *) fail "unknown argument: $1" ;;
esac
