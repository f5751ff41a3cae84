using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>Keeps uploaded registers encrypted in the database, in pieces, so that every node of a cluster can go on with them.</summary>
internal sealed class Staging(LinliDb db, FieldCipher cipher)
{
    /// <summary>A staged file is deleted after this time, whatever has become of it.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Largest file that is taken.</summary>
    public const int MostMegabytes = 30;

    private const int Piece = 1 << 20;

    public static readonly Problem TooLarge = new("people.import_size",
        ($"文件超过 {MostMegabytes} MB，请按社区或小区拆分后再导入。", $"The file is larger than {MostMegabytes} MB: split it by community or compound."), ProblemKind.TooLarge, "file");

    /// <summary>Adds the pieces of a file in the current transaction.</summary>
    public void Add(Guid import, PartOf of, byte[] file)
    {
        var number = 0;
        foreach (var piece in file.Chunk(Piece))
            db.Records<ImportPart>().Add(new() { ImportId = import, Of = of, Number = number++, Bytes = cipher.SealBytes(piece) });
    }

    /// <summary>The whole file; <c>null</c> when it is gone.</summary>
    public async Task<MemoryStream?> Read(Guid import, PartOf of, CancellationToken cancel)
    {
        var file = new MemoryStream();
        var count = 0;
        await foreach (var part in db.Records<ImportPart>().AsNoTracking().Where(p => p.ImportId == import && p.Of == of).OrderBy(p => p.Number).AsAsyncEnumerable().WithCancellation(cancel))
        {
            count++;
            file.Write(cipher.OpenBytes(part.Bytes));
        }

        file.Position = 0;
        return count == 0 ? null : file;
    }

    /// <summary>Deletes the pieces in the current transaction.</summary>
    public Task Drop(Guid import, PartOf? of, CancellationToken cancel) =>
        db.Records<ImportPart>().Where(p => p.ImportId == import && (of == null || p.Of == of)).ExecuteDeleteAsync(cancel);

    /// <summary>Why a file is no table, as a problem.</summary>
    public static Problem Unreadable(InvalidTableException cause) => new("people.import_unreadable",
        ($"文件无法读取，没有导入任何一行：{Chinese(cause.Message)}", $"The file cannot be read, and nothing of it was imported: {cause.Message}"), ProblemKind.Invalid, "file");

    // The messages of the reader of tables, which knows one language.
    private static string Chinese(string message) => message switch
    {
        _ when message.StartsWith("Line ", StringComparison.Ordinal) && message.Split([' ', ':'], 3) is [_, var line, ..] =>
            message.Contains("quotation", StringComparison.Ordinal) ? $"第 {line} 行的引号没有闭合。"
            : message.Contains("cut off", StringComparison.Ordinal) ? $"文件在第 {line} 行中断，可能没有传完。"
            : $"第 {line} 行起无法识别。",
        _ when message.Contains("cut off", StringComparison.Ordinal) => "文件在一个字中间中断，可能没有传完。",
        _ when message.Contains("empty", StringComparison.Ordinal) || message.Contains("no rows", StringComparison.Ordinal) => "文件是空的。",
        _ => "Excel 文件已损坏、有密码，或不是 Excel/CSV 文件。",
    };

    public static Dictionary<string, string> Choices(RegisterImport import) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(import.Choices) ?? [];

    public static Dictionary<string, Verdict> Verdicts(RegisterImport import) =>
        (JsonSerializer.Deserialize<Dictionary<string, Verdict>>(import.Decisions) ?? []).GroupBy(v => v.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(v => v.Key, v => v.Last().Value, StringComparer.OrdinalIgnoreCase);

    public static ImportAnswers Answers(RegisterImport import) =>
        JsonSerializer.Deserialize<ImportAnswers>(import.Answers) ?? ImportAnswers.None;

    public static ImportCounts? Counts(RegisterImport import) =>
        import.Counts is null ? null : JsonSerializer.Deserialize<ImportCounts>(import.Counts);
}
