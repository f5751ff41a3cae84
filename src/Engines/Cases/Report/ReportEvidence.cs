using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Cases.Report;

/// <summary>Ties photos to a case.</summary>
internal sealed class ReportEvidence(LinliDb db, IFileStore files, CurrentCaller current, TimeProvider time)
{
    /// <summary>Photos that came with the report.</summary>
    public Task<Problem?> Attach(Case item, IReadOnlyList<FileId> photos, CancellationToken cancel) =>
        Attach(item, photos, EvidencePhase.Report, cancel);

    /// <summary>Photos of a phase.</summary>
    public async Task<Problem?> Attach(Case item, IReadOnlyList<FileId> photos, EvidencePhase phase, CancellationToken cancel)
    {
        if (photos.Count == 0)
            return null;
        if (photos.Distinct().Count() != photos.Count)
            return Problem.Invalid("files", "cases.file_twice", "同一张照片只能上传一次。", "Each photo can be added once only.");
        var attached = await files.Attach(photos, CaseFileGuard.Kind, item.Id.Value, ScopePath.Parse(item.Scope, null), cancel);
        if (!attached.Ok)
            return attached.Problem;
        var now = Clock.Now(time);
        foreach (var photo in photos)
            db.Records<CaseEvidence>().Add(new() { Case = item.Id, File = photo, Phase = phase, At = now, AddedBy = current.Value.Account });
        return null;
    }
}
