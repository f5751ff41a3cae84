namespace Linli.CitySimulator;

/// <summary>Somebody whom the simulated city knows. None of them exists.</summary>
/// <param name="Id">Id at the city.</param>
/// <param name="Name">Full name.</param>
/// <param name="Phone">Mobile number, out of the range that nobody is given.</param>
/// <param name="About">What the page says about them.</param>
/// <param name="Certificate">Code of their certificate of the network identity (网证).</param>
/// <param name="Data">What the city's offices know, by field.</param>
internal sealed record Citizen(string Id, string Name, string Phone, (string Zh, string En) About, string Certificate, IReadOnlyDictionary<string, Datum> Data);

/// <summary>One fact of an office.</summary>
/// <param name="Value">The fact.</param>
/// <param name="SourceZh">Whose register it is from.</param>
/// <param name="SourceEn">The same in English.</param>
/// <param name="AsOf">As of which day.</param>
internal sealed record Datum(string Value, string SourceZh, string SourceEn, DateOnly AsOf);
