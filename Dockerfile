# One image for web, workers, beat and set-up; docker-compose.yml says what each of them runs.

# --- The dependencies, built where there is a compiler, so that none is in the image that runs.
FROM python:3.11-trixie AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /venv
ENV PATH="/venv/bin:$PATH"
COPY requirements.txt requirements.lock /
# The default index serves torch with CUDA (an image of some 6 GB; it runs on a CPU too). Without an
# NVIDIA card, build with the address of PyTorch's own CPU index for one of some 1.5 GB:
#   docker compose build --build-arg TORCH_INDEX=...
ARG TORCH_INDEX=""
# Every version and hash is fixed in requirements.lock; PyTorch from another index has hashes of its own.
RUN if [ -n "$TORCH_INDEX" ]; then \
        grep -E '^(torch|torchvision)==' requirements.txt \
        | pip install --index-url "$TORCH_INDEX" -r /dev/stdin \
        && awk '/^[a-z]/ {skip = /^(torch|torchvision|triton|nvidia-|cuda-)/} !skip' requirements.lock \
        > /locked; \
    else \
        cp requirements.lock /locked; \
    fi \
    && pip install --no-deps --require-hashes -r /locked

# Packages of the extras (requirements-s3.txt, -otel.txt, -timm.txt), by name and version:
#   docker compose build --build-arg EXTRA_PACKAGES="django-storages==1.14.6 boto3==1.44.5"
ARG EXTRA_PACKAGES=""
RUN if [ -n "$EXTRA_PACKAGES" ]; then \
        pip freeze > /installed && pip install --constraint /installed $EXTRA_PACKAGES; \
    fi

# --- What runs.
FROM python:3.11-slim-trixie
ENV PATH="/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    VITRINE_DATA=/data
# A volume that is new takes its owner from the folder it covers.
RUN useradd --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin vitrine \
    && install --directory --owner vitrine --group vitrine /data /data/imports /data/media /data/uploads /data/weights
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# The values only get the settings past their checks; none of them is kept in the image.
RUN SECRET_KEY=only-while-the-static-files-are-collected-by-the-build \
    DATABASE_URL=postgresql://build@build/build REDIS_URL=redis://build CACHE_URL=redis://build \
    python manage.py collectstatic --noinput \
    && python -m compileall -q .
USER vitrine
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
