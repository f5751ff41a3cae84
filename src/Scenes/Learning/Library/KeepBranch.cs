using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>Writes down a branch with its rules, or changes it (分馆与借阅规则).</summary>
/// <param name="Place">Code of the place it belongs to; needed for a new one.</param>
/// <param name="NameZh">2–30 characters.</param>
/// <param name="NameEn">At most 60 characters.</param>
/// <param name="Space">Code of its space in the ledger; as it was when left out, none when empty.</param>
/// <param name="LoanDays">1–120.</param>
/// <param name="MostLoans">1–50.</param>
/// <param name="MostRenewals">0–10.</param>
/// <param name="HoldDays">1–30.</param>
internal sealed record KeepBranch(string? Place, string? NameZh, string? NameEn = null, string? Space = null, int LoanDays = 30, int MostLoans = 10, int MostRenewals = 1, int HoldDays = 3)
    : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is < 2 or > 40 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "library.branch_code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 30, out var name) || name.Length < 2 || !PlainText.TryCleanLine(NameEn, 60, out _))
            yield return Problem.Invalid("nameZh", "library.branch_name", "分馆名称为 2–30 个字。", "A branch's name has 2–30 characters.");
        if (LoanDays is < 1 or > 120 || MostLoans is < 1 or > 50 || MostRenewals is < 0 or > 10 || HoldDays is < 1 or > 30)
            yield return Problem.Invalid("loanDays", "library.branch_rules", "借期 1–120 天，每证 1–50 本，续借 0–10 次，预约保留 1–30 天。", "Loans of 1–120 days, 1–50 books, 0–10 renewals, kept for 1–30 days.");
    }
}

internal sealed class KeepBranchHandler(LinliDb db, IScopeTree tree, ILentSpaces spaces, CurrentCaller current) : IHandler<KeepBranch, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/library/branches/{code}", (string code, KeepBranch request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(LearningPermissions.Catalogue).WithTags("Library").WithSummary("Write down a branch 维护分馆");

    public async Task<Result<Done>> Handle(KeepBranch request, CancellationToken cancel)
    {
        // By its code; whether it is the caller's is asked here.
        var row = await db.Unfiltered<Branch>().SingleOrDefaultAsync(b => b.Code == request.Code, cancel);
        if (row is not null && !current.Value.May(LearningPermissions.Catalogue, row.Scope))
            return LibraryBook.NoBranch;
        var asked = string.IsNullOrEmpty(request.Place) ? null : tree.FindCode(request.Place);
        if ((asked?.Path ?? (row is null || !string.IsNullOrEmpty(request.Place) ? null : ScopePath.Parse(row.Scope, null))) is not { } place || !current.Value.May(LearningPermissions.Catalogue, place))
            return Problem.Invalid("place", "learning.place", "请选择您负责的地点。", "Choose a place you look after.");
        if (request.Space is { Length: > 0 } space && !(await spaces.Find([space.Trim()], cancel)).ContainsKey(space.Trim()))
            return Problem.Invalid("space", "library.space", "空间台账里没有这处空间。", "The space ledger does not know this space.");
        // Copies and loans belong to the place they were entered at.
        if (row is not null && row.Scope != place.Value)
            return Problem.Conflict("library.branch_place", "分馆不能换到别的地点，请新建一个。", "A branch does not move to another place: make a new one.");
        PlainText.TryCleanLine(request.NameZh, 30, out var zh);
        PlainText.TryCleanLine(request.NameEn, 60, out var en);
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = place.Value, NameZh = zh, NameEn = zh, LoanDays = 30, MostLoans = 10, MostRenewals = 1, HoldDays = 3 });
        (row.NameZh, row.NameEn, row.Space) = (zh, en.Length == 0 ? zh : en, request.Space is null ? row.Space : request.Space.Trim() is { Length: > 0 } at ? at : null);
        (row.LoanDays, row.MostLoans, row.MostRenewals, row.HoldDays, row.Version) = (request.LoanDays, request.MostLoans, request.MostRenewals, request.HoldDays, row.Version + 1);
        return Done.It;
    }
}
