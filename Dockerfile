# 1つのイメージ。中で動くのは faq-bot だけで、root では動きません。
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY faq_bot faq_bot
COPY knowledge knowledge
COPY web web
RUN python -m venv /opt/faq-bot \
    && /opt/faq-bot/bin/pip install --no-cache-dir '.[postgresql]'

FROM python:3.11-slim-bookworm
ARG COMMIT=""
ENV HOST=0.0.0.0 \
    PORT=8000 \
    FAQ_BOT_DATA=/data \
    FAQ_BOT_CACHE=/data/cache \
    FAQ_BOT_COMMIT=${COMMIT}
RUN useradd --system --uid 10001 --home-dir /data --create-home faq-bot
COPY --from=build /opt/faq-bot /opt/faq-bot
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["/opt/faq-bot/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["/opt/faq-bot/bin/faq-bot"]
CMD ["serve"]
