using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace JobStatus.Services.Tests.Faults;

/// <summary>
/// A server on a free port of this machine, in front of a sandbox: it answers as the sandbox does, or badly, down to
/// single bytes. Each connection serves one request.
/// </summary>
internal sealed class FaultyFront : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2? _certificate;
    private readonly int _port;
    private TcpListener _listener;
    private Func<Exchange, Task>? _fault;
    private Predicate<string> _hits = _ => true;
    private int _left;
    private DateTimeOffset _heldUntil;
    private int _refusing;
    private Nap? _nap;

    private FaultyFront(Uri behind, FakeClock clock, X509Certificate2? certificate)
    {
        Behind = behind;
        Clock = clock;
        _certificate = certificate;
        _listener = Listen(port: 0);
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        BaseUri = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{_port}");
    }

    public Uri BaseUri { get; }

    /// <summary>The sandbox.</summary>
    public Uri Behind { get; }

    public FakeClock Clock { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Whether nothing but time can go on: a request is held, or the machine is to sleep.</summary>
    public bool OnlyTimeCanGoOn
    {
        get
        {
            lock (_gate)
            {
                return Volatile.Read(ref _nap) is not null || _heldUntil > Clock.GetUtcNow();
            }
        }
    }

    public static FaultyFront Start(Uri behind, FakeClock clock, X509Certificate2? certificate) => new(behind, clock, certificate);

    /// <summary>Lets answers go wrong.</summary>
    /// <param name="fault">How.</param>
    /// <param name="count">How many.</param>
    /// <param name="hits">The paths at which they do.</param>
    public void Play(Func<Exchange, Task> fault, int count, Predicate<string> hits)
    {
        lock (_gate)
        {
            (_fault, _left, _hits) = (fault, count, hits);
        }
    }

    /// <summary>Refuses connections until the clock was moved so many times.</summary>
    public void Refuse(int moves)
    {
        _refusing = moves;
        _listener.Stop();
    }

    /// <summary>The clock is about to be moved.</summary>
    public void BeforeMove()
    {
        if (_refusing > 0 && --_refusing == 0)
        {
            _listener = Listen(_port);
        }
    }

    /// <summary>Lets the machine be asleep for so long before anything else happens.</summary>
    public async Task SleepAsync(TimeSpan time)
    {
        Nap nap = new(time);
        Volatile.Write(ref _nap, nap);
        Clock.Notice();
        await nap.Over.Task;
    }

    /// <summary>The sleep that is due; null for none.</summary>
    public Nap? TakeNap() => Interlocked.Exchange(ref _nap, null);

    /// <summary>A request is held until then.</summary>
    public void HoldUntil(DateTimeOffset until)
    {
        lock (_gate)
        {
            _heldUntil = until > _heldUntil ? until : _heldUntil;
        }

        Clock.Notice();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Client.Dispose();
    }

    private TcpListener Listen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(_stopping.Token));
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It does not listen any more.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        try
        {
            await using Stream client = await OpenAsync(socket);
            if (await ReadAsync(client) is { } request)
            {
                Exchange exchange = new(this, socket, client, request, _stopping.Token);
                await (Take(request.Target) is { } fault ? fault(exchange) : exchange.RelayAsync());
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The client went away, or did not even come in.
        }
    }

    private Func<Exchange, Task>? Take(string target)
    {
        lock (_gate)
        {
            return _fault is null || _left == 0 || !_hits(target) || _left-- == 0 ? null : _fault;
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        NetworkStream plain = new(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secure;
    }

    private async Task<Exchange.RequestHead?> ReadAsync(Stream client)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (await client.ReadAsync(one, _stopping.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        (string Name, string Value)[] headers = [.. lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]))];
        string length = headers.FirstOrDefault(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value ?? "0";
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        await client.ReadExactlyAsync(body, _stopping.Token);

        // A proxy is told the whole address.
        string target = first[1].StartsWith("http", StringComparison.Ordinal) ? new Uri(first[1]).PathAndQuery : first[1];
        return new Exchange.RequestHead(first[0], target, [.. headers.Where(header => header.Name is not ("Host" or "Connection"))], body);
    }

    internal sealed record Nap(TimeSpan Time)
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
