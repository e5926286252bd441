using System.IO;
using System.Xml;
using JobStatus.Services.Http;

namespace JobStatus.Services.Downloads;

/// <summary>
/// Recognizes the error of a storage service, such as Amazon S3 or Azure Blob Storage: an <c>Error</c> element that contains a
/// <c>Code</c> and a <c>Message</c>.
/// </summary>
internal static class StorageError
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Returns the error if a file is one, or null if it is not.</summary>
    public static ServiceError? Find(byte[] file)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file), Settings);
            return reader.MoveToContent() == XmlNodeType.Element && reader.LocalName == "Error" && !reader.IsEmptyElement
                ? Find(reader)
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ServiceError? Find(XmlReader reader)
    {
        string? code = null;
        string? message = null;
        reader.Read();
        while (reader.MoveToContent() != XmlNodeType.EndElement)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : string.Empty)
            {
                case "Code":
                    code = reader.ReadElementContentAsString();
                    break;
                case "Message":
                    message = reader.ReadElementContentAsString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return string.IsNullOrWhiteSpace(code) || string.IsNullOrWhiteSpace(message)
            ? null
            : new ServiceError { Message = $"{code}: {message}" };
    }
}
