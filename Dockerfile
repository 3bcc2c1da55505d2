# The bot in a container: dependencies from pinned hashes, no root, nothing written outside /data.
# `.ci/replay_dockerfile` runs these very steps without a container engine.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
# dependencies first: they change seldom, and this layer is kept while the source changes
COPY constraints.txt .ci/build-constraints.txt ./
RUN python3 -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r build-constraints.txt
RUN python3 -m venv /opt/quoth && /opt/quoth/bin/pip install --require-hashes -r constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY knowledge ./knowledge
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /opt/wheels .
RUN /opt/quoth/bin/pip install --no-deps /opt/wheels/quoth-*.whl

FROM python:3.13-slim
COPY --from=build /opt/quoth /opt/quoth
# a number needs no entry in /etc/passwd, and Kubernetes can check that it is not root
RUN install -d -o 10001 -g 10001 -m 700 /data
ENV PATH=/opt/quoth/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data \
    QUOTH_LIBRARY=/data/library.db \
    QUOTH_METRICS_PORT=9464
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s CMD ["quoth", "doctor", "--bot"]
ENTRYPOINT ["quoth"]
CMD ["discord"]
