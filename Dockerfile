# The dashboard of this registry, for a public host: docs/deploy.md explains how to run it.
FROM python:3.13-slim

# An unprivileged user that owns no files, so that the process can't change any.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tracker

WORKDIR /app
# The packages come before the source, so that a change of code or data does not install them again.
# The line `-e` names the source, which runs from src/.
COPY requirements.txt ./
RUN sed '/^-e /d' requirements.txt > /tmp/pins.txt \
  && pip install --no-cache-dir --disable-pip-version-check -r /tmp/pins.txt \
  && rm /tmp/pins.txt
COPY LICENSE app.py ./
COPY src ./src
COPY .streamlit ./.streamlit
COPY predictions ./predictions
COPY seeds ./seeds

# HOME is the only writable folder, for Streamlit's temporary files.
ENV HOME=/tmp PYTHONPATH=/app/src PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2
USER 10001
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# 0.0.0.0 appears only here: inside a container it is the container's own network, and the host
# decides what to publish (-p 127.0.0.1:8501:8501).
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
