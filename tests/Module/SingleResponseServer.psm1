# A TCP server that shows the exact request that a client sends. The sandbox does not record the body of a request.
Set-StrictMode -Version Latest

# Starts a server that answers a single request with the given JSON, and runs the script with the address of the server as
# its argument. Returns the request line, the content type and the body that the server received, and the script's output.
function Get-SentRequest([Parameter(Mandatory)] [scriptblock] $Script, [Parameter(Mandatory)] [string] $ResponseJson) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $server = [powershell]::Create().AddScript({
            param($listener, $json)
            $client = $listener.AcceptTcpClient()
            $stream = $client.GetStream()
            $stream.ReadTimeout = 10000
            $received = [IO.MemoryStream]::new()
            $block = [byte[]]::new(8192)
            do {
                $received.Write($block, 0, $stream.Read($block, 0, $block.Length))
                $text = [Text.Encoding]::UTF8.GetString($received.ToArray())
                $head, $body = $text -split "`r`n`r`n", 2
                $length = if ($head -match '(?im)^Content-Length: (\d+)') { [int] $Matches[1] } else { 0 }
                $isChunked = $head -match '(?im)^Transfer-Encoding'
                $isComplete = $null -ne $body -and (
                    $body -match "`r`n0`r`n`r`n$" -or (-not $isChunked -and [Text.Encoding]::UTF8.GetByteCount($body) -ge $length))
            } until ($isComplete)
            $response = 'HTTP/1.1 200 OK', 'Content-Type: application/json', "Content-Length: $($json.Length)", 'Connection: close', '',
                $json
            $bytes = [Text.Encoding]::ASCII.GetBytes($response -join "`r`n")
            $stream.Write($bytes, 0, $bytes.Length)
            $client.Dispose()
            $text
        }).AddArgument($listener).AddArgument($ResponseJson)
    $running = $server.BeginInvoke()
    try {
        $output = & $Script "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
        $text = $server.EndInvoke($running)[0]
    }
    finally {
        $listener.Stop()
        $server.Dispose()
    }
    $head, $body = $text -split "`r`n`r`n", 2
    if ($head -match '(?im)^Transfer-Encoding') { $body = ($body -split "`r`n")[1] }
    [pscustomobject]@{
        Line   = ($head -split "`r`n")[0]
        Type   = [regex]::Match($head, '(?im)^Content-Type: (.*?)\r?$').Groups[1].Value
        Body   = $body
        Output = $output
    }
}

Export-ModuleMember -Function Get-SentRequest
