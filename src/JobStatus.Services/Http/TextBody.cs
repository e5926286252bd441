using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JobStatus.Services.Json;

namespace JobStatus.Services.Http;

/// <summary>
/// A body of JSON as a reader of UTF-8 takes it: UTF-16 is put into UTF-8, and escapes that are no Unicode are mended.
/// </summary>
internal sealed class TextBody : Stream
{
    private const int BlockSize = 16 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _block = new byte[BlockSize];
    private byte[] _text = new byte[BlockSize];
    private char[]? _chars;
    private Decoder? _decoder;
    private Encoder? _encoder;
    private bool _begun;
    private bool _ended;
    private int _next;
    private int _ready;
    private int _length;

    public TextBody(Stream inner)
    {
        _inner = inner;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // What came before it was known how to read it is read again from the block.
    private int Wanted => _begun ? _block.Length : _block.Length - _length;

    /// <summary>A whole text in UTF-8, whatever it came in.</summary>
    public static byte[] Whole(byte[] body)
    {
        using var text = new MemoryStream();
        using (var recoded = new TextBody(new MemoryStream(body)))
        {
            recoded.CopyTo(text);
        }

        return text.ToArray();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_next == _ready && !_ended)
        {
            Take(_inner.Read(_block, 0, Wanted));
        }

        return Give(buffer, offset, count);
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (_next == _ready && !_ended)
        {
            Take(await _inner.ReadAsync(_block, 0, Wanted, cancellationToken).ConfigureAwait(false));
        }

        return Give(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Give(byte[] buffer, int offset, int count)
    {
        int given = Math.Min(count, _ready - _next);
        Buffer.BlockCopy(_text, _next, buffer, offset, given);
        _next += given;
        return given;
    }

    private void Take(int read)
    {
        _ended = read == 0;
        Buffer.BlockCopy(_text, _next, _text, 0, _length - _next);
        _length -= _next;
        _next = 0;
        Append(read);
        if (!_begun && (_length >= 2 || _ended))
        {
            _begun = true;
            Recode();
        }

        _ready = _begun ? JsonEscapes.Mend(_text.AsSpan(0, _length), _ended) : 0;
    }

    private void Append(int read)
    {
        if (_decoder is null)
        {
            Room(read);
            Buffer.BlockCopy(_block, 0, _text, _length, read);
            _length += read;
            return;
        }

        int chars = _decoder.GetChars(_block, 0, read, _chars!, 0, _ended);
        Room(Encoding.UTF8.GetMaxByteCount(chars));
        _length += _encoder!.GetBytes(_chars!, 0, chars, _text, _length, _ended);
    }

    // JSON begins with a letter of ASCII, so that a byte order mark or a NUL beside it tells UTF-16.
    private void Recode()
    {
        bool little = _length >= 2 && ((_text[0] == 0xFF && _text[1] == 0xFE) || (_text[0] != 0 && _text[1] == 0));
        bool big = _length >= 2 && ((_text[0] == 0xFE && _text[1] == 0xFF) || (_text[0] == 0 && _text[1] != 0));
        if (!little && !big)
        {
            return;
        }

        _decoder = new UnicodeEncoding(big, byteOrderMark: false).GetDecoder();
        _encoder = Encoding.UTF8.GetEncoder();
        _chars = new char[BlockSize];
        int length = _length;
        Buffer.BlockCopy(_text, 0, _block, 0, length);
        _length = 0;
        Append(length);
    }

    private void Room(int more)
    {
        if (_length + more > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + more, 2 * _text.Length));
        }
    }
}
