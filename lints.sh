cd $1; PATH=$2:$PATH ruff check --output-format concise --no-cache $3 . | grep -i gadget | head; 
