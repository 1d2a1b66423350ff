# The pollux command with a Java runtime. Build: docker build -t pollux . (after `make build`, which fills cli/target/dist)
FROM eclipse-temurin:17-jre
RUN useradd --system --create-home --home-dir /var/lib/pollux pollux
COPY cli/target/dist/pollux /opt/pollux
USER pollux
WORKDIR /var/lib/pollux
ENTRYPOINT ["/opt/pollux/bin/pollux"]
CMD ["--help"]
