import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{CsvError,normalize_options,parse}from"./chunk-NDT6IMWB.js";import"./chunk-KKXXHXCS.js";export{CsvError,normalize_options,parse};
