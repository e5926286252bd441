using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace JobStatus.Reports;

/// <summary>
/// Writes HTML and SVG. Texts and values of attributes are always escaped, so that no text can become markup, and every element is
/// closed. The markup contains only ASCII characters, so that it can be saved in any encoding.
/// </summary>
internal sealed class MarkupWriter
{
    private const char Replacement = '\uFFFD';

    // Longer than an id.
    private const int MaxWordLength = 24;
    private const int PartLength = 12;

    private readonly StringBuilder _markup;
    private readonly Stack<string> _open = new();
    private bool _isInTag;

    public MarkupWriter(int capacity = 16_384)
    {
        _markup = new StringBuilder(capacity);
    }

    /// <summary>Opens an element.</summary>
    public MarkupWriter Start(string name)
    {
        FinishTag();
        _markup.Append('<').Append(name);
        _open.Push(name);
        _isInTag = true;
        return this;
    }

    /// <summary>Adds an attribute to the element that was just opened. A null value adds none.</summary>
    public MarkupWriter Attribute(string name, string? value)
    {
        if (!_isInTag)
        {
            throw new InvalidOperationException($"The attribute {name} comes after the content of its element.");
        }

        if (value is not null)
        {
            _markup.Append(' ').Append(name).Append("=\"");
            AppendEscaped(value);
            _markup.Append('"');
        }

        return this;
    }

    /// <summary>Adds text to the open element.</summary>
    public MarkupWriter Text(string text)
    {
        FinishTag();
        AppendEscaped(text);
        return this;
    }

    /// <summary>
    /// Adds text whose long words can continue on the next line. This works in mail programs that ignore the styles for it, too.
    /// </summary>
    public MarkupWriter BreakableText(string text)
    {
        string separator = string.Empty;
        foreach (string word in text.Split(' '))
        {
            Text(separator);
            separator = " ";
            int start = 0;
            while (word.Length > MaxWordLength && word.Length - start > PartLength)
            {
                int end = start + PartLength;
                end += char.IsLowSurrogate(word[end]) ? 1 : 0;
                Text(word.Substring(start, end - start)).Start("wbr").EndEmpty();
                start = end;
            }

            Text(word.Substring(start));
        }

        return this;
    }

    /// <summary>Closes the open element.</summary>
    public MarkupWriter End()
    {
        FinishTag();
        _markup.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>Closes the open element, which has no content: a void element of HTML, or any element of SVG.</summary>
    public MarkupWriter EndEmpty()
    {
        _open.Pop();
        _markup.Append("/>");
        _isInTag = false;
        return this;
    }

    /// <summary>Adds an element that contains only text.</summary>
    public MarkupWriter Element(string name, string text, string? className = null) =>
        Start(name).Attribute("class", className).Text(text).End();

    /// <summary>Starts a new line of the source, where white space has no meaning.</summary>
    public MarkupWriter Line()
    {
        FinishTag();
        _markup.Append('\n');
        return this;
    }

    /// <summary>Adds a part of the page that is a constant of this assembly, which is not escaped.</summary>
    public MarkupWriter Constant(string markup)
    {
        FinishTag();
        _markup.Append(markup);
        return this;
    }

    public override string ToString() =>
        _open.Count == 0
            ? _markup.ToString()
            : throw new InvalidOperationException($"The element {_open.Peek()} is not closed.");

    private void FinishTag()
    {
        if (_isInTag)
        {
            _markup.Append('>');
            _isInTag = false;
        }
    }

    private void AppendEscaped(string text)
    {
        int start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            char c = text[index];
            if (c is >= ' ' and <= '~' and not ('&' or '<' or '>' or '"'))
            {
                continue;
            }

            _markup.Append(text, start, index - start);
            if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                AppendReference(char.ConvertToUtf32(c, text[index + 1]));
                index++;
            }
            else
            {
                AppendReference(IsValid(c) ? c : Replacement);
            }

            start = index + 1;
        }

        _markup.Append(text, start, text.Length - start);
    }

    private void AppendReference(int character) =>
        _markup.Append("&#").Append(character.ToString(CultureInfo.InvariantCulture)).Append(';');

    private static bool IsValid(char c) =>
        c is '\n' or '\t' || !(char.IsControl(c) || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF');
}
