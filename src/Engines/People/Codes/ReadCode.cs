using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Codes;

/// <summary>A terminal reads what somebody shows. The answer's ticket stands for the person in what the terminal does next.</summary>
/// <param name="Code">What the scanner read: a code of a phone, or the number of a card. At most 600 characters.</param>
internal sealed record ReadCode(string? Code) : ICommand<Presented>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: > 0 and <= 600 })
            yield return Problem.Invalid("code", "people.code_missing", "请扫码或刷卡。", "Read a code or a card.");
    }

    /// <summary>Never with the code.</summary>
    public override string ToString() => nameof(ReadCode);
}

internal sealed class ReadCodeHandler(IPresentedCodes codes) : IHandler<ReadCode, Presented>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/codes/read", (ReadCode request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PeoplePermissions.ReadCodes).WithTags("codes").WithSummary("Read a resident's code or card 扫码识人");

    public Task<Result<Presented>> Handle(ReadCode request, CancellationToken cancel) => codes.Read(request.Code!, cancel);
}
