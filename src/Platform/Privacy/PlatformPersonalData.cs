using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Idempotency;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Privacy;

/// <summary>What the platform itself keeps of a person: files they sent, answers kept for repetitions.</summary>
internal sealed class PlatformPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "platform";

    public Phrase Title => ("上传的文件", "Files I sent");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var files = await Mine(subject).OrderBy(f => f.CreatedAt).ToListAsync(cancel);
        return files.Count == 0 ? [] :
        [
            new("files", ("上传的文件", "Files I sent"),
                [.. files.Select(f => new DataValue[]
                {
                    new("name", ("名称", "Name"), f.Name),
                    new("sentAt", ("时间", "Sent"), f.CreatedAt.ToString("O", CultureInfo.InvariantCulture)),
                    new("bytes", ("字节", "Bytes"), f.Size.ToString(CultureInfo.InvariantCulture)),
                })])
            {
                Files = [.. files.Select(f => f.Shown)],
            },
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>(
        [
            new(("审计与访问日志：只有编号，没有姓名电话", "Audit and access log: numbers only, no name or phone"),
                ("网络安全法要求日志至少保存六个月", "The Cybersecurity Law has logs kept for at least six months"), 1),
        ]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var callers = subject.Accounts.Select(a => a.ToString()).ToArray();
        await db.Records<AnsweredCommand>().Where(a => callers.Contains(a.Caller)).ExecuteDeleteAsync(cancel);
        // The bytes of what belongs to nothing are removed by the cleaner at its next round; nobody can read them meanwhile.
        await Mine(subject).Where(f => f.SubjectKind == null)
            .ExecuteUpdateAsync(f => f.SetProperty(x => x.CreatedAt, DateTimeOffset.UnixEpoch).SetProperty(x => x.UploadedBy, (Guid?)null).SetProperty(x => x.Name, "file"), cancel);
        await Mine(subject).ExecuteUpdateAsync(f => f.SetProperty(x => x.Name, "file"), cancel);
    }

    private IQueryable<FileRecord> Mine(DataSubject subject) => db.Records<FileRecord>().Where(f => f.UploadedBy != null && subject.Accounts.Contains(f.UploadedBy.Value));
}
