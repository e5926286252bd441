using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Xml;
using JobStatus.Services.Json;

namespace JobStatus.Services.Alma;

/// <summary>
/// An element of Alma XML. The classes of .NET need more memory, and keep every name that they have ever read.
/// </summary>
internal sealed class AlmaXmlElement
{
    private const int MaxDepth = 64;
    private const string NamespaceDeclaration = "http://www.w3.org/2000/xmlns/";

    // Estimates of the memory that is used until the values have been read.
    private const int ElementBytes = 320;
    private const int TextBytes = 100;
    private const int CharacterBytes = 6;

    private List<AlmaXmlElement>? _children;
    private List<KeyValuePair<string, string>>? _attributes;
    private StringBuilder? _longText;
    private string _text = string.Empty;

    private AlmaXmlElement(string name)
    {
        Name = name;
    }

    /// <summary>The name without a namespace.</summary>
    public string Name { get; }

    public bool HasChildren => _children is not null;

    public IReadOnlyList<AlmaXmlElement> Children => _children ?? (IReadOnlyList<AlmaXmlElement>)[];

    /// <summary>The names, without namespaces, and values of the attributes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes => _attributes ?? (IReadOnlyList<KeyValuePair<string, string>>)[];

    /// <summary>The text, if there are no child elements.</summary>
    public string Text => _longText?.ToString() ?? _text;

    /// <summary>
    /// Reads a document. If it contains a run, everything outside of the element that contains the run is ignored, for example
    /// in a webhook.
    /// </summary>
    /// <exception cref="XmlException">The document is not valid XML, contains a DTD, or is nested too deeply.</exception>
    /// <exception cref="InvalidDataException">The values in the document would take too much memory.</exception>
    public static AlmaXmlElement Load(XmlReader reader, CancellationToken cancellationToken)
    {
        var memory = default(ResponseMemory);
        var open = new Stack<AlmaXmlElement>();
        AlmaXmlElement? root = null;
        AlmaXmlElement? container = null;
        bool hasRun = false;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"The document is nested deeper than {MaxDepth} levels.");
            }

            AlmaXmlElement? parent = open.Count > 0 ? open.Peek() : null;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new AlmaXmlElement(reader.LocalName);
                    memory.AddValue(ElementBytes + (CharacterBytes * element.Name.Length));
                    if (!hasRun && element.Name == AlmaReader.InstanceList)
                    {
                        hasRun = true;
                        container = parent;
                    }

                    root ??= element;
                    parent?.Add(element);
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                    }

                    element.ReadAttributes(reader, ref memory);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (parent is { HasChildren: false })
                    {
                        string text = reader.Value;
                        memory.Add(TextBytes + (CharacterBytes * (long)text.Length));
                        parent.AddText(text);
                    }

                    break;
            }
        }

        return container ?? root!;
    }

    private void ReadAttributes(XmlReader reader, ref ResponseMemory memory)
    {
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != NamespaceDeclaration)
            {
                string value = reader.Value;
                memory.AddValue(ElementBytes + (CharacterBytes * ((long)reader.LocalName.Length + value.Length)));
                (_attributes ??= []).Add(new(reader.LocalName, value));
            }
        }
    }

    private void Add(AlmaXmlElement child) => (_children ??= []).Add(child);

    private void AddText(string text)
    {
        if (_text.Length == 0)
        {
            _text = text;
        }
        else
        {
            (_longText ??= new StringBuilder(_text)).Append(text);
        }
    }
}
