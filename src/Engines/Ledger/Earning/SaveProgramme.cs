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

namespace Linli.Ledger.Earning;

/// <summary>Makes a programme that gives points, or renames it (维护积分项目).</summary>
/// <param name="NameZh">Chinese name, 2 to 40 characters.</param>
/// <param name="NameEn">English name, 2 to 80 characters.</param>
/// <param name="Place">Where it gives points, there and below; of a programme that is there already it stays.</param>
public sealed record SaveProgramme(string NameZh, string NameEn, ScopePath Place) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Lower case letters, digits and hyphens, 2 to 40.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    string? IAudited.AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is < 2 or > 40 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "ledger.programme_code", "代码用 2–40 个小写字母、数字或连字符。", "A code has 2 to 40 lower case letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 40, out var zh) || zh.Length < 2)
            yield return Problem.Invalid("nameZh", "ledger.programme_name", "请用 2–40 个字写中文名称。", "Give a Chinese name of 2 to 40 characters.");
        if (!PlainText.TryCleanLine(NameEn, 80, out var en) || en.Length < 2)
            yield return Problem.Invalid("nameEn", "ledger.programme_name_en", "请用 2–80 个字符写英文名称。", "Give an English name of 2 to 80 characters.");
    }
}

internal sealed class SaveProgrammeHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time) : IHandler<SaveProgramme, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/ledger/programmes/{code}", (string code, SaveProgramme request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(LedgerPermissions.Rules).WithTags("Ledger").WithSummary("Make or rename a programme that gives points 维护积分项目");

    public async Task<Result<Done>> Handle(SaveProgramme request, CancellationToken cancel)
    {
        PlainText.TryCleanLine(request.NameZh, int.MaxValue, out var zh);
        PlainText.TryCleanLine(request.NameEn, int.MaxValue, out var en);

        // By its code, which is one for the whole installation; the place is checked below.
        var row = await db.Unfiltered<Programme>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (row is null && tree.Find(request.Place) is null)
            return Problem.Invalid("place", "ledger.place_unknown", "请选择项目所在的地方。", "Choose where the programme gives points.");
        if (!current.Value.May(LedgerPermissions.Rules, row?.Scope ?? request.Place.Value))
            return LedgerProblems.NotYourPlace;
        if (row is null)
            db.Insert(new Programme { Code = request.Code, Scope = request.Place.Value, NameZh = zh, NameEn = en, At = Clock.Now(time) });
        else
            (row.NameZh, row.NameEn) = (zh, en);
        return Done.It;
    }
}
