// A web server on the loopback that has the sites below a path, and answers everything else with 404.
import {createReadStream, existsSync, statSync} from 'node:fs'
import {createServer} from 'node:http'
import {extname, join, normalize} from 'node:path'

const SUB_PATH = '/goals/of/us/'
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** Serves a folder; gives the address that its paths follow, and a function that ends it. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost')
    const file = pathname.startsWith(SUB_PATH) ? join(folder, normalize(decodeURI(pathname.slice(SUB_PATH.length - 1)))) : ''
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {'content-type': TYPES[extname(file)] ?? 'application/octet-stream'})
    createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {address: `http://127.0.0.1:${server.address().port}${SUB_PATH}`, close: () => server.close()}
}
